/** Positions in the log as text: `commit/prepare`. */
import type { Position } from './event-store.js';

/** Each half has 64 bits. */
export const POSITION_PATTERN = /^(0|[1-9]\d{0,19})\/(0|[1-9]\d{0,19})$/;

export const positionText = ({ commit, prepare }: Position): string => `${commit}/${prepare}`;

/** Of a text that matches the pattern. */
export function positionIn(text: string): Position {
  const [commit = '', prepare = ''] = text.split('/');
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
}
