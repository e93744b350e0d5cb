/** What the tree is made of: every event of the ledger, in the order of the log. */
import { hashOf } from '#event-store/codec/hash-chain.js';
import type { StoredEvent } from '#event-store/port/event-store.js';
import { streamName, streamPrefix } from '#event-store/port/streams.js';
import { type Hash, leafHash } from './merkle.js';

/**
 * What balances, prices and allowances follow from. What is left out moves no credits: webhooks, whose secrets no auditor
 * should have, the test clock, checkpoints of followers, and snapshots, which may be deleted.
 */
export const LEDGER_STREAMS: readonly string[] = [
  streamPrefix('account'),
  streamPrefix('promo-code'),
  streamName('price-catalogue'),
  streamName('plan-catalogue'),
];

export const isOfLedger = ({ stream }: Pick<StoredEvent, 'stream'>): boolean =>
  LEDGER_STREAMS.some((prefix) => stream.startsWith(prefix));

/** The leaf of an event: its stream, and the hash that the chain of its stream knows it by. Where it lies in a server is no part of it. */
export const leafOf = (event: StoredEvent): Hash => leafOfHash(event.stream, hashOf(event));

export const leafOfHash = (stream: string, eventHash: string): Hash => leafHash(Buffer.from(`${eventHash} ${stream}`));
