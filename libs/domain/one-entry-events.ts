/** Aggregates other than accounts: each event is one entry, and nothing falls due by itself. */
import type { Aggregate, Command, Event } from './messages.js';

type Own<State, C extends Command, E extends Event> = Pick<
  Aggregate<State, C, E>,
  'category' | 'initialState' | 'decide' | 'evolve'
> &
  Partial<Pick<Aggregate<State, C, E>, 'marksOf'>>;

export const ofOneEntryEvents = <State extends { readonly revision: number }, C extends Command, E extends Event>(
  own: Own<State, C, E>,
): Aggregate<State, C, E> => ({
  marksOf: () => ({}),
  ...own,
  revisionOf: ({ revision }) => revision,
  evolveAll: (state, events) => events.reduce(own.evolve, state),
  isDueFact: () => false,
  entriesOf: (event) => [event],
  pack: (events) => events,
});
