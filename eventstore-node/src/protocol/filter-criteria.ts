import { eventFilter, type FilterCriteria } from './event-filter.js';
import { invalidArgument } from './stream-errors.js';
import type { FilterOptions } from './stream-messages.js';

/** What a request's filter asks for. Throws what a client is told of one that asks for nothing, or in vain. */
export function filterCriteria(options: FilterOptions): FilterCriteria {
  const expression = options.filter && options[options.filter];
  if (!expression) throw invalidArgument('The filter says neither streams nor types.');
  const on = options.filter === 'event_type' ? ('type' as const) : ('streamName' as const);
  const criteria = { on, regex: expression.regex, prefixes: expression.prefix };
  try {
    eventFilter(criteria);
  } catch (error) {
    throw invalidArgument(`The filter is no regular expression: ${String(error)}`);
  }
  return criteria;
}
