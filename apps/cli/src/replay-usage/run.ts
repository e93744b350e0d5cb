/** What names a replay, its accounts and its keys. */
import { createHash } from 'node:crypto';
import { CLIENT_KEY } from '#event-store/history/keys.js';
import type { ModelPrice } from './model-prices.js';
import type { UsageRow } from './usage-row.js';

export type Run = {
  /** Names the run: its accounts and keys begin with it. The same run again sends the same keys and bodies. */
  readonly tag: string;
  /** When the last row happens. */
  readonly now: Date;
  readonly accounts: number;
  readonly prices: readonly ModelPrice[];
};

/** The tag of all runs whose rows have ids: they share accounts, where a row's key is its id, so that it is charged once. */
export const SHARED = 'ids';

/** Short, of the form of an account id, and the same for the same rows and choices at the same time. */
export function runTag(now: Date, rows: readonly UsageRow[], choices: unknown): string {
  if (rows[0]?.id !== undefined) return SHARED;
  const contents = sha256(JSON.stringify([rows, choices]));
  return `${now.toISOString().replace(/\D/g, '').slice(0, 17)}-${contents.slice(0, 6)}`;
}

/** What a row's charge is known by. */
export function keyOf({ id, number }: UsageRow, { tag }: Run): string {
  if (id === undefined) return `replay-${tag}-${number}`;
  return CLIENT_KEY.test(id) && !id.startsWith(OWN) ? id : OWN + sha256(id);
}

/** What the replay itself asks for has keys apart from those of rows. */
const OWN = 'replay-usage:';
export const ownKey = (name: string): string => OWN + name;

/** Where a row without account or model of its own is dealt to: by its place, or wherever it stands by its id. */
export const lotOf = ({ id }: UsageRow, place: number): number =>
  id === undefined ? place : Number.parseInt(sha256(id).slice(0, 12), 16);

/** Accounts belong to their run, or all those whose rows have ids, so that its proofs are about what replays did. */
export function accountOf(row: UsageRow, { tag, accounts }: Run, place: number): string {
  const name =
    row.account === undefined
      ? String((lotOf(row, place) % accounts) + 1).padStart(String(accounts).length, '0')
      : sha256(row.account).slice(0, 12);
  return `replay-${tag}-${name}`;
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
