/**
 * The journal in the plain text of hledger and ledger-cli. Ids are percent-encoded wherever they stand, and amounts have
 * all their decimals, so that the tool's balances are ours to the last digit.
 */
import { type Posting, named } from '#domain/account/journal.js';
import type { Position } from '#event-store/port/event-store.js';
import type { LedgerCut } from './ledger-cut.js';
import type { PostedEntry } from './posted-entries.js';
import { positionText } from '#event-store/port/position-text.js';

const COMMODITY = 'credits';

export const firstLine = ({ asOf, until }: LedgerCut): string =>
  `; Credits, as recorded ${asOf === null ? `up to position ${positionOr(until)}` : `by ${asOf}`}\n`;

/** A journal without it has been broken off. */
export const lastLine = (last: Position | null): string => `\n; End, at position ${positionOr(last)}\n`;

const positionOr = (position: Position | null): string => (position ? positionText(position) : 'none');

/** An entry that moves credits. Days are those of UTC, by the time of recording. */
export function transaction({ accountId, entry, postings, position }: PostedEntry): string {
  const { recordedAt, revision, type } = entry;
  const tags = `recorded:${recordedAt}, effective:${entry.effectiveAt}, position:${positionText(position)}`;
  const head = `${recordedAt.slice(0, 10)} * (${named(accountId)}/${revision}) ${type}  ; ${tags}`;
  return `\n${head}\n${postings.map(line).join('')}`;
}

const line = ({ account, amount }: Posting): string => `    ${account}  ${amount} ${COMMODITY}\n`;
