/** Where the event store is and how it is spoken to: a connection string, read once. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Endpoint } from '../codec/cluster-info.js';

/** What TLS needs; undefined where the connection is in the clear. */
export type Tls = { readonly ca?: Buffer | undefined; readonly cert?: Buffer; readonly key?: Buffer };

export type Target = {
  /** One node, or those of a cluster that are asked who leads it. */
  readonly hosts: readonly Endpoint[];
  readonly isCluster: boolean;
  readonly tls: Tls | undefined;
  /** The header of each request. Only ever with TLS. */
  readonly authorization: string | undefined;
  readonly connectionName: string;
  /** How often a connection is asked for a sign of life (0: never), and how long it may show none. */
  readonly pingEveryMs: number;
  readonly pingWithinMs: number;
  readonly gossipWithinMs: number;
  readonly discoverEveryMs: number;
  readonly discoverAttempts: number;
};

const SCHEME = /^(?:esdb|eventstore|kurrent|kurrentdb|kdb)(\+discover)?:\/\/(?:([^@/?]*)@)?([^/?]+)\/?(?:\?(.*))?$/;
const DEFAULT_PORT = 2113;

/** `esdb://user:password@host:port?tls=…`, and with `esdb+discover://` or several hosts a cluster. */
export function targetOf(url: string): Target {
  const known = SCHEME.exec(url.trim());
  if (!known) throw new Error('An event store is named as esdb://host:port?tls=false or esdb+discover://host:port');
  const [, discover, user, hosts = '', query = ''] = known;
  const options = optionsIn(query);
  if (options.get('throwonappendfailure') === 'false')
    throw new Error('throwOnAppendFailure=false reports wrong revisions. Leave it out.');
  const tls = options.get('tls') === 'false' ? undefined : tlsOf(options);
  const endpoints = hosts.split(',').map(endpointOf);
  return {
    hosts: endpoints,
    isCluster: discover !== undefined || endpoints.length > 1,
    tls,
    authorization: tls && user ? basic(user) : undefined,
    connectionName: options.get('connectionname') ?? 'drawdown',
    pingEveryMs: Math.max(0, number(options, 'keepaliveinterval', 1_000)),
    pingWithinMs: number(options, 'keepalivetimeout', 2_000),
    gossipWithinMs: 1_000 * number(options, 'gossiptimeout', 2),
    discoverEveryMs: number(options, 'discoveryinterval', 100),
    discoverAttempts: number(options, 'maxdiscoverattempts', 10),
  };
}

/** Names are compared without case and dashes, as the official client does. */
function optionsIn(query: string): ReadonlyMap<string, string> {
  const pairs = query.split('&').map((option) => option.split('=') as [string, string?]);
  return new Map(
    pairs.map(([name, value = '']) => [name.toLowerCase().replace(/[_-]/g, ''), decodeURIComponent(value)]),
  );
}

function number(options: ReadonlyMap<string, string>, name: string, otherwise: number): number {
  const text = options.get(name);
  if (text === undefined) return otherwise;
  if (!/^-?\d+$/.test(text)) throw new Error(`${name}=${text} of the event store's address is not a whole number`);
  return Number(text);
}

function endpointOf(text: string): Endpoint {
  const known = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(text);
  if (!known?.[1]) throw new Error(`${text} is not the address of an event store`);
  return { host: known[1].replace(/^\[|\]$/g, ''), port: Number(known[2] ?? DEFAULT_PORT) };
}

function tlsOf(options: ReadonlyMap<string, string>): Tls {
  const file = (name: string): Buffer | undefined => {
    const given = options.get(name);
    return given === undefined ? undefined : readFileSync(path.resolve(given));
  };
  const [ca, cert, key] = ['tlscafile', 'usercertfile', 'userkeyfile'].map(file);
  if (!cert !== !key) throw new Error('userCertFile and userKeyFile belong together');
  return cert && key ? { ca, cert, key } : { ca };
}

function basic(user: string): string {
  const [name = '', ...password] = user.split(':');
  const plain = `${decodeURIComponent(name)}:${decodeURIComponent(password.join(':'))}`;
  return `Basic ${Buffer.from(plain).toString('base64')}`;
}
