/**
 * The language of the domain's specs: what an account has lived through, what it is asked, what follows.
 *
 *     scenario('a scoped promo that expires in 90 days pays before an unscoped one that expires tomorrow')
 *       .given(promo('A', '10', { expires: days(1) }), promo('B', '10', { expires: days(90), gpus: ['h100'] }))
 *       .when(charge('10', { gpu: 'h100' }))
 *       .then(paid({ B: '10' }));
 *
 * Every account is opened at instant 0 by `ann`. Steps are in steps.ts, expectations in expectations.ts; both call
 * buckets, purchases, charges, holds and withdrawals by the labels that the steps gave them.
 */
import { it } from '@jest/globals';
import type { Settings } from '../account/events.js';
import { type Step, World, opened } from './world.js';

export * from './world.js';

export type Expectation = (world: World) => void;

class Scenario {
  private readonly history: Step[] = [];
  private asked: Step[] = [];

  constructor(
    private readonly name: string,
    private readonly settings: Partial<Settings>,
  ) {}

  given(...steps: Step[]): this {
    this.history.push(...steps);
    return this;
  }

  when(...steps: Step[]): this {
    this.asked = steps;
    return this;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- given, when, then is how a scenario reads; nobody awaits one
  then(...expectations: Expectation[]): { and: (...more: Expectation[]) => void } {
    it(this.name, () => {
      const world = new World();
      for (const step of [opened(this.settings), ...this.history]) {
        world.do(step);
        if (world.refusal) throw new Error(`What is given was refused: ${world.refusal.message}`);
      }
      [world.written, world.states] = [[], []];
      for (const step of this.asked) world.do(step);
      for (const expectation of expectations) expectation(world);
    });
    return { and: (...more) => void expectations.push(...more) };
  }
}

/** `settings`: those that differ from `DEFAULT_SETTINGS`. */
export const scenario = (name: string, settings: Partial<Settings> = {}): Scenario => new Scenario(name, settings);
