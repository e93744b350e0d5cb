import type { Consumer } from './consumer.js';
import type { ConsumerStrategy } from './consumer-strategy.js';

/** All messages go to one consumer until it has no room; then to the next one, which keeps them. */
export class DispatchToSingle implements ConsumerStrategy {
  /** The chosen one comes first. */
  readonly consumers: Consumer[] = [];

  add(consumer: Consumer): void {
    this.consumers.push(consumer);
  }

  remove(consumer: Consumer): void {
    const at = this.consumers.indexOf(consumer);
    if (at >= 0) this.consumers.splice(at, 1);
  }

  choose(): Consumer | 'full' {
    const at = this.consumers.findIndex(({ hasRoom }) => hasRoom);
    if (at < 0) return 'full';
    this.consumers.push(...this.consumers.splice(0, at));
    return this.consumers[0] as Consumer;
  }
}
