/**
 * Where webhooks may be sent: to addresses that everybody can reach, and to nothing inside the network that the product runs in.
 * A name is looked up once, and what was looked up is what is connected to.
 */
import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import ipaddr from 'ipaddr.js';

export type ReceiverOptions = { readonly allowsLoopback: boolean };

/** What is wrong with a receiver's address as it is written, or null. Ends a sentence that begins with its name. */
export function receiverFault(text: string, options: ReceiverOptions): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return 'must be an https:// address';
  if (url.username || url.password) return 'must not contain a user or password';
  if (url.hash) return 'must not contain a fragment';
  const host = hostOf(url);
  const isLocal = host === 'localhost' || host.endsWith('.localhost') || rangeOf(host) === 'loopback';
  if (isLocal) return options.allowsLoopback ? null : 'must not lead to this machine';
  if (ipaddr.isValid(host) && !isAllowed(host, options)) return 'must not lead to a private or reserved address';
  return url.protocol === 'https:' ? null : 'must be an https:// address';
}

export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** Addresses that the public can reach; of an address of IPv6 that stands for one of IPv4, that one counts. */
export const isAllowed = (address: string, { allowsLoopback }: ReceiverOptions): boolean => {
  const range = rangeOf(address);
  return range === 'unicast' || (allowsLoopback && range === 'loopback');
};

const rangeOf = (address: string): string | null => (ipaddr.isValid(address) ? ipaddr.process(address).range() : null);

type Callback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** A `lookup` for sockets that finds no address which is not allowed. */
export const guardedLookup =
  (options: ReceiverOptions) =>
  (host: string, wanted: LookupOptions, callback: Callback): void => {
    lookup(host, { ...wanted, all: true }, (error, found) => {
      if (error) return callback(error, '');
      const allowed = found.filter(({ address }) => isAllowed(address, options));
      const [first] = allowed;
      if (!first || allowed.length < found.length) {
        return callback(new Error(`${host} leads to a private or reserved address`), '');
      }
      if (wanted.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
