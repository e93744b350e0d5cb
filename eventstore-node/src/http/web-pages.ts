import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { refusal, type HttpReply } from './endpoint.js';

/*
 * What a page of some web site can have a browser on this machine send here. A form or a script can POST to any address
 * without being asked, as long as its headers are those of a form. For another method or header the browser asks first
 * (OPTIONS), and this node does not answer that. And a site can have its own name lead to 127.0.0.1: then its pages are
 * of this node's origin, but the name is still the site's.
 */

const FROM_HERE = new Set(['same-origin', 'none']);

const isJson = (type: string | undefined): boolean => /^application\/json *(;|$)/i.test(type ?? '');

/** Undefined where it is sure that no web page of another site sent it. For requests that change something. */
export function refusalOfPages({ method, headers }: IncomingMessage): HttpReply | undefined {
  const { host, origin, authorization } = headers;
  const site = headers['sec-fetch-site'];
  const isOfAnotherSite =
    (origin !== undefined && origin.replace(/^https?:\/\//, '') !== host) ||
    (site !== undefined && !FROM_HERE.has(String(site)));
  if (isOfAnotherSite) return refusal(403, 'of-another-site', 'Requests from pages of other sites are refused.');
  if (method !== 'POST' || authorization !== undefined || isJson(headers['content-type'])) return undefined;
  return refusal(
    403,
    'may-be-of-another-site',
    'Send Content-Type: application/json or credentials (any at all with --insecure), which web pages of other sites cannot.',
  );
}

/**
 * Undefined where the name that the caller knows this node by can't be one that a web site has led here: an address, a name
 * without a dot, `localhost`, or the name that the node listens at. With TLS the certificate says as much.
 */
export function refusalOfName({ headers }: IncomingMessage, listensAt: string): HttpReply | undefined {
  const name = (headers.host ?? 'localhost')
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '');
  const isOurs =
    isIP(name) > 0 || !name.includes('.') || name.endsWith('.localhost') || name === listensAt.toLowerCase();
  if (isOurs) return undefined;
  return refusal(421, 'not-this-node', `${name} is not a name of this node. Use its address.`);
}
