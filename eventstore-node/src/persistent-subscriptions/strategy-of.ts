import type { RecordedEvent } from '../storage/recorded-event.js';
import type { ConsumerStrategy } from './consumer-strategy.js';
import type { StrategyName } from './group-settings.js';
import type { Message } from './message.js';
import { correlationOf, Pinned, streamOf } from './pinned.js';
import { DispatchToSingle, RoundRobin } from './round-robin.js';

/** `eventOf` returns what a message is about: the event that a link leads to. Undefined if it is gone. */
export function strategyOf(
  name: StrategyName,
  eventOf: (message: Message) => RecordedEvent | undefined,
): ConsumerStrategy {
  switch (name) {
    case 'RoundRobin':
      return new RoundRobin();
    case 'DispatchToSingle':
      return new DispatchToSingle();
    case 'Pinned':
      return new Pinned((message) => streamOf(eventOf(message)));
    case 'PinnedByCorrelation':
      return new Pinned((message) => correlationOf(eventOf(message)));
  }
}
