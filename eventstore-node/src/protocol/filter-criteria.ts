import { eventFilter, type FilterCriteria } from './event-filter.js';
import { invalidArgument } from './stream-errors.js';
import type { FilterOptions } from './stream-messages.js';

/** What a request's filter selects. Throws the client's error for one that selects nothing, or can't be read. */
export function filterCriteria(options: FilterOptions): FilterCriteria {
  const expression = options.filter && options[options.filter];
  if (!expression) throw invalidArgument('The filter has neither stream names nor event types.');
  const on = options.filter === 'event_type' ? ('type' as const) : ('streamName' as const);
  const criteria = { on, regex: expression.regex, prefixes: expression.prefix };
  try {
    eventFilter(criteria);
  } catch (error) {
    throw invalidArgument(`The filter is not a regular expression: ${String(error)}`);
  }
  return criteria;
}
