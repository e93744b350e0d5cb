import { readHeader } from '../storage/recorded-event.js';

/** True for the records that a reader of `$all` asked for. */
export type EventFilter = (record: Buffer) => boolean;

export interface FilterCriteria {
  readonly on: 'streamName' | 'type';
  /** An empty expression means that the prefixes count. */
  readonly regex: string;
  readonly prefixes: readonly string[];
}

/** Throws a SyntaxError for an expression that is none. */
export function eventFilter({ on, regex, prefixes }: FilterCriteria): EventFilter {
  const matches = regex === '' ? startsWithAny(prefixes) : matchesExpression(new RegExp(regex));
  return (record) => matches(readHeader(record)[on]);
}

const startsWithAny = (prefixes: readonly string[]) => (text: string) =>
  prefixes.some((prefix) => text.startsWith(prefix));
const matchesExpression = (expression: RegExp) => (text: string) => expression.test(text);
