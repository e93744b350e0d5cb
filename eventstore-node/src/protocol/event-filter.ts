import { isInStream, readHeader } from '../storage/recorded-event.js';

/** True for the records that a reader of `$all` selected. */
export type EventFilter = (record: Buffer) => boolean;

export interface FilterCriteria {
  readonly on: 'streamName' | 'type';
  /** An empty expression means that the prefixes count. */
  readonly regex: string;
  readonly prefixes: readonly string[];
}

/** Throws a SyntaxError for an expression that is none. */
export function eventFilter({ on, regex, prefixes }: FilterCriteria): EventFilter {
  if (regex === '' && on === 'streamName') return isInAnyStream(prefixes.map((prefix) => Buffer.from(prefix)));
  const matches = regex === '' ? startsWithAny(prefixes) : matchesExpression(expression(regex));
  return (record) => matches(readHeader(record)[on]);
}

const isInAnyStream =
  (beginnings: readonly Buffer[]): EventFilter =>
  (record) =>
    beginnings.some((beginning) => isInStream(record, beginning));
const startsWithAny = (prefixes: readonly string[]) => (text: string) =>
  prefixes.some((prefix) => text.startsWith(prefix));
const matchesExpression = (expression: RegExp) => (text: string) => expression.test(text);

/** The server's expressions are .NET's, which take options at their beginning: `(?i)`. */
function expression(regex: string): RegExp {
  const [options = '', flags = ''] = /^\(\?([ims]+)\)/.exec(regex) ?? [];
  return new RegExp(regex.slice(options.length), flags);
}
