/** Where a command comes from: its idempotency key, and who sends it. */
import type { FastifyRequest } from 'fastify';
import type { Actor, Origin } from '#domain/messages.js';
import { CLIENT_KEY } from '#event-store/history/keys.js';
import { invalid } from '../errors/api-error.js';
import { pathOf, requestHash } from './request-hash.js';

export const LONGEST_PERSON = 128;

/** The command's idempotency key, which every command has. */
export function keyOf({ headers }: FastifyRequest): string {
  const key = headers['idempotency-key'];
  if (typeof key !== 'string' || !CLIENT_KEY.test(key)) {
    throw invalid(
      'Idempotency-Key',
      'Idempotency-Key must be a header of 1 to 255 printable ASCII characters without spaces.',
    );
  }
  return key;
}

/** `body` has been validated: its depth is bounded. */
export function originOf(request: FastifyRequest, key: string, body: unknown): Origin & { readonly key: string } {
  const hashed = requestHash(request.method, pathOf(request.url), body);
  return { key, requestHash: hashed, actor: actorOf(request) };
}

export function actorOf({ caller, headers }: FastifyRequest): Actor {
  const text = headers['x-actor'];
  if (text === undefined || text === '') return { key: caller.key };
  const person = Buffer.from(String(text), 'latin1').toString('utf8');
  if (person.length > LONGEST_PERSON || /[\p{Cc}\ufffd]/u.test(person)) {
    throw invalid('X-Actor', `X-Actor must be at most ${LONGEST_PERSON} characters of UTF-8.`);
  }
  return { key: caller.key, person };
}
