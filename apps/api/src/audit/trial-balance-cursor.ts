/** Where the next page of a trial balance begins. It names the cut, so that all pages are of one. */
import type { Instant } from '#domain/messages.js';
import type { Position } from '#event-store/port/event-store.js';
import { notOfThisList } from '../queries/cursor.js';
import { parseInstant } from '../validation/instants.js';
import { POSITION_PATTERN, positionIn, positionText } from '#event-store/port/position-text.js';

/** After the ledger account of a name. */
export type Place = { readonly until: Position; readonly asOf: Instant | null; readonly account: string };

/** A name is up to two ids, percent-encoded. */
export const LONGEST_CURSOR = 8_192;

export const trialBalanceCursor = ({ until, asOf, account }: Place): string =>
  Buffer.from([positionText(until), asOf ?? '', account].join(' ')).toString('base64url');

/** Throws `invalid` naming `cursor`. */
export function placeIn(cursor: string): Place {
  const [position = '', time = '', account = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const asOf = time === '' ? null : parseInstant(time);
  if (POSITION_PATTERN.test(position) && account !== '') {
    const place = { until: positionIn(position), asOf, account };
    // Nothing is lost in reading it: so it is one that was given.
    if (trialBalanceCursor(place) === cursor) return place;
  }
  throw notOfThisList();
}
