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
    const chosen = this.consumers[at];
    if (!chosen) return 'full';
    this.consumers.push(...this.consumers.splice(0, at + this.turnsOfChosen));
    return chosen;
  }

  /** 1: the chosen one goes to the end. 0: it stays first. */
  protected get turnsOfChosen(): 0 | 1 {
    return 1;
  }
}

/** All messages go to one consumer until it has no room; then to the next one, which keeps them. */
export class DispatchToSingle extends RoundRobin {
  protected override get turnsOfChosen(): 0 {
    return 0;
  }
}
