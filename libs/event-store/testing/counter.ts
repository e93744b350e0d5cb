/** A small aggregate for the specs of the write path: it has all that an account has and nothing to distract. */
import { DomainError } from '#domain/errors.js';
import {
  type Aggregate,
  type Command,
  EntriesNeeded,
  type Event,
  type KnownEntries,
  type Origin,
  type Search,
  SYSTEM,
  nameOf,
  nothingKnown,
} from '#domain/messages.js';
import { createCodec } from '../codec/codec.js';

export type Line = { readonly revision: number; readonly amount: number; readonly undoes?: number } & Origin;
export type Added = Event<'Added', { readonly lines: readonly Line[] }>;
export type Noted = Event<'Noted', { readonly text: string }>;
export type CounterEvent = Added | Noted;

/** Refused above `limit`. */
export type Add = Command<'Add', { readonly amount: number; readonly limit?: number }>;
/** What is missing of `due` notes comes first, without a key, then `count` notes with the command's key. */
export type Note = Command<'Note', { readonly text: string; readonly count?: number; readonly due?: number }>;
/** Takes back what an old entry added, once; the entry has to be read, and whether it was undone looked for. */
export type Undo = Command<'Undo', { readonly revision: number }>;
export type CounterCommand = Add | Note | Undo;

export type Counter = { readonly revision: number; readonly total: number; readonly notes: number };

const LINES_PER_EVENT = 256;
const undoOf = (revision: number): string => `undo of ${revision}`;
const START: Counter = { revision: 0, total: 0, notes: 0 };

const added = (line: Line, { recordedAt }: Pick<Event, 'recordedAt'>): Added => {
  const { revision, amount: _, undoes: __, ...origin } = line;
  return { type: 'Added', revision, recordedAt, effectiveAt: recordedAt, origin, data: { lines: [line] } };
};

function evolve(state: Counter, event: CounterEvent): Counter {
  if (event.type === 'Noted') return { ...state, revision: event.revision, notes: state.notes + 1 };
  const total = event.data.lines.reduce((sum, line) => sum + line.amount, state.total);
  return { ...state, revision: event.revision + event.data.lines.length - 1, total };
}

function eventsOf(
  { type, data, now, origin }: CounterCommand,
  state: Counter,
  entries: KnownEntries<CounterEvent>,
): readonly CounterEvent[] {
  const revision = state.revision + 1;
  const line = (amount: number) => added({ revision, amount, ...origin }, { recordedAt: now });
  switch (type) {
    case 'Add':
      if (state.total + data.amount > (data.limit ?? Infinity))
        throw new DomainError('insufficient-credits', `${state.total} + ${data.amount} is above ${data.limit}`);
      return data.amount === 0 ? [] : [line(data.amount)];
    case 'Note': {
      const { text, count = 1 } = data;
      const due = Math.max(0, (data.due ?? 0) - state.notes);
      return Array.from({ length: due + count }, (_, i) => ({
        type: 'Noted',
        revision: revision + i,
        recordedAt: now,
        effectiveAt: now,
        origin: i < due ? SYSTEM : origin,
        data: { text },
      }));
    }
    case 'Undo': {
      const { revision: of } = data;
      const undone: Search = { find: 'newest', mark: undoOf(of) };
      const [entry, before] = [entries.at.get(of), entries.found.get(nameOf(undone))];
      if (entry === undefined || before === undefined)
        throw new EntriesNeeded(entry === undefined ? [of] : [], before === undefined ? [undone] : []);
      if (entry?.type !== 'Added') throw new DomainError('not-found', `There is no addition ${of}`);
      if (before.length > 0) throw new DomainError('already-settled', `Addition ${of} was undone already`);
      return [added({ revision, amount: -entry.data.lines[0]!.amount, undoes: of, ...origin }, { recordedAt: now })];
    }
  }
}

export const counter: Aggregate<Counter, CounterCommand, CounterEvent> = {
  category: 'counter',
  initialState: START,
  revisionOf: (state) => state.revision,
  evolve,

  decide(command, state, entries = nothingKnown) {
    const events = eventsOf(command, state, entries);
    return { events, state: events.reduce(evolve, state) };
  },

  marksOf: (entry) => {
    const undoes = entry.type === 'Added' ? entry.data.lines[0]?.undoes : undefined;
    return undoes === undefined ? {} : { mark: undoOf(undoes) };
  },
  evolveAll: (state, events) => events.reduce(evolve, state),
  isDueFact: ({ origin }) => origin.key === undefined,

  entriesOf: (event) =>
    event.type === 'Added' && event.data.lines.length > 1
      ? event.data.lines.map((each) => added(each, event))
      : [event],

  pack(events, entriesPerEvent = LINES_PER_EVENT) {
    const packed: CounterEvent[] = [];
    let lines: Line[] | undefined;
    for (const event of events) {
      if (event.type === 'Added' && lines && lines.length < entriesPerEvent) lines.push(...event.data.lines);
      else {
        lines = event.type === 'Added' ? [...event.data.lines] : undefined;
        packed.push(event.type === 'Added' ? { ...event, data: { lines: lines! } } : event);
      }
    }
    return packed;
  },
};

export const counterCodec = createCodec<CounterEvent>(['Added', 'Noted'], {
  Added: {
    originOf: ({ lines: [first] }) => {
      const { revision: _, amount: __, undoes: ___, ...origin } = first!;
      return origin;
    },
  },
});
