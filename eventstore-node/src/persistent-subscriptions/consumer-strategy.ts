import type { Consumer } from './consumer.js';
import type { Message } from './message.js';

/** Decides which consumer a message goes to. */
export interface ConsumerStrategy {
  readonly consumers: readonly Consumer[];
  add(consumer: Consumer): void;
  remove(consumer: Consumer): void;
  /** `busy` means that others than this message's consumer may have room, `full` that none has. */
  choose(message: Message): Consumer | 'busy' | 'full';
}
