import type { Consumer } from './consumer.js';
import type { ConsumerStrategy } from './consumer-strategy.js';

/** Each message goes to the next consumer in turn that has room. */
export class RoundRobin implements ConsumerStrategy {
  /** The next one in turn comes first. */
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
    const passed = this.consumers.splice(0, at + 1);
    this.consumers.push(...passed);
    return passed[at] as Consumer;
  }
}
