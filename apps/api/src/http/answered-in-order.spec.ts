import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { answeredInOrder } from './answered-in-order.js';

/** Portions that arrive when they are sent, and answers that are given when they are. */
class Desk {
  readonly begun: number[] = [];
  taken = 0;
  private readonly giving = new Map<number, (answer: string) => void>();
  private readonly arrivals: (IteratorResult<readonly number[], void> | Error)[] = [];
  private wake = () => {};

  send(...items: readonly number[]): void {
    this.arrive({ done: false, value: items });
  }

  end(): void {
    this.arrive({ done: true, value: undefined });
  }

  break(): void {
    this.arrive(new Error('the connection is gone'));
  }

  private arrive(arrival: IteratorResult<readonly number[], void> | Error): void {
    this.arrivals.push(arrival);
    this.wake();
  }

  give(item: number): void {
    this.giving.get(item)?.(`answer ${item}`);
  }

  readonly answers = answeredInOrder<number, string>(
    {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          while (this.arrivals.length === 0) await new Promise<void>((resolve) => (this.wake = resolve));
          this.taken++;
          const arrival = this.arrivals.shift();
          if (arrival instanceof Error) throw arrival;
          if (!arrival) throw new Error('nothing has arrived');
          return arrival;
        },
      }),
    },
    async (portion) => {
      const answers = portion.map((item) => {
        this.begun.push(item);
        return new Promise<string>((resolve) => this.giving.set(item, resolve));
      });
      return { answers: Promise.all(answers) };
    },
  );
}

describe('answers in order', () => {
  it('are given as soon as a portion and all before it are answered, whatever else arrives', async () => {
    const desk = new Desk();
    const first = desk.answers.next();
    desk.send(1, 2);
    desk.send(3);
    await turn();
    expect(desk.begun).toEqual([1, 2, 3]);
    desk.give(3);
    desk.give(2);
    desk.give(1);
    expect(await first).toEqual({ done: false, value: ['answer 1', 'answer 2'] });
    expect(await desk.answers.next()).toEqual({ done: false, value: ['answer 3'] });
    const last = desk.answers.next();
    desk.end();
    expect(await last).toEqual({ done: true, value: undefined });
  });

  it('are all given where the end comes before them', async () => {
    const desk = new Desk();
    const first = desk.answers.next();
    desk.send(1);
    desk.end();
    await turn();
    desk.give(1);
    expect(await first).toEqual({ done: false, value: ['answer 1'] });
    expect((await desk.answers.next()).done).toBe(true);
  });

  it('hold up what arrives while a thousand items wait for theirs, or nobody takes them', async () => {
    const desk = new Desk();
    for (let n = 0; n < 20; n++) desk.send(...Array.from({ length: 100 }, (_, m) => 100 * n + m));
    const first = desk.answers.next();
    await turn();
    expect([desk.begun.length, desk.taken]).toEqual([1_000, 11]);
    for (const item of desk.begun) desk.give(item);
    expect((await first).value).toHaveLength(100);
    await turn();
    expect([desk.begun.length, desk.taken]).toEqual([1_000, 11]);
    expect((await desk.answers.next()).value).toHaveLength(100);
    await turn();
    expect([desk.begun.length, desk.taken]).toEqual([1_100, 12]);
  });

  it('end where what arrives breaks off, and nobody is left behind with its failure', async () => {
    const desk = new Desk();
    const first = desk.answers.next();
    desk.send(1);
    desk.break();
    await expect(first).rejects.toThrow('the connection is gone');
    desk.give(1);

    const left = new Desk();
    const given = left.answers.next();
    left.send(1);
    await turn();
    left.give(1);
    await given;
    await left.answers.return();
    left.break();
    await turn();
  });
});
