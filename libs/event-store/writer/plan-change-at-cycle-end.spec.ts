/** Rule 8.6 on a clock that goes on while a change is on its way to the log: it holds from the cycle that follows its entry. */
import { describe, expect, it } from '@jest/globals';
import { entriesOf } from '#domain/account/entries.js';
import { DEFAULT_SETTINGS } from '#domain/account/lifecycle/default-settings.js';
import { type Instant, SYSTEM, instant } from '#domain/messages.js';
import { amount } from '#domain/money.js';
import { accountCodec } from '../codec/account-codec.js';
import type { EventStore } from '../port/event-store.js';
import { MemoryEventStore } from '../testing/memory-event-store.js';
import { createAccountWriter } from './account-writer.js';

const BEGINNING = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;
const CYCLE_END = BEGINNING + DAY_MS;
const PLAN = 'team';
const terms = (allowance: string) => ({ allowance: amount(allowance), refreshHours: 24 });

/** An account that has used some of its first cycle, in two processes, one of which has its appends held up. */
async function slowAndQuick() {
  const store = new MemoryEventStore();
  let now = BEGINNING;
  const clock = (): Instant => instant(now);
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let isSent = (): void => {};
  const sent = new Promise<void>((resolve) => (isSent = resolve));
  const behind = Object.create(store, {
    append: {
      value: async (...appended: Parameters<EventStore['append']>) => {
        isSent();
        await held;
        return store.append(...appended);
      },
    },
  }) as EventStore;
  const [quick, slow] = [store, behind].map((each) => createAccountWriter(each, clock));
  if (!quick || !slow) throw new Error('There are two writers');
  const use = () =>
    quick.execute('acme', {
      type: 'ChargeUsage',
      data: { cost: amount('0.25'), product: 'inference', mode: 'record' },
      origin: SYSTEM,
    });
  const opening = { accountId: 'acme', tag: 'acmexxxxxxxx', settings: DEFAULT_SETTINGS };
  await quick.execute('acme', { type: 'OpenAccount', data: opening, origin: SYSTEM });
  await quick.execute('acme', { type: 'ChoosePlan', data: { plan: PLAN, terms: terms('1') }, origin: SYSTEM });
  await use();
  return {
    use,
    moveTo: (ms: number) => (now = ms),
    /** Resolves once it is decided and on its way; its entry is in the log when `written` is. */
    async change(allowance: string) {
      const data = { plan: PLAN, terms: terms(allowance) };
      const written = slow.execute('acme', { type: 'ChangePlanTerms', data, origin: SYSTEM });
      await sent;
      return { written, letGo };
    },
    /** Times from the beginning, and what an entry gives or changes. */
    plans: () =>
      store
        .events('account-acme')
        .flatMap((stored) => entriesOf(accountCodec.decode(stored)))
        .flatMap(({ type, effectiveAt, data }): string[] => {
          const at = (Date.parse(effectiveAt) - BEGINNING) / DAY_MS;
          if (type === 'AllowanceRefreshed') return [`${at} gives ${data.amount}`];
          if (type !== 'PlanTermsChanged') return [];
          return [`changes to ${data.terms.allowance} from ${(Date.parse(data.from) - BEGINNING) / DAY_MS}`];
        }),
  };
}

describe('a change of a plan that is decided a millisecond before the end of a cycle', () => {
  it('holds from that end on where its entry is the next, however late it is written', async () => {
    const { use, moveTo, change, plans } = await slowAndQuick();
    moveTo(CYCLE_END - 1);
    const { written, letGo } = await change('5');
    moveTo(CYCLE_END + 5_000);
    letGo();
    await written;
    await use();
    expect(plans()).toEqual(['0 gives 1.00', 'changes to 5.00 from 1', '1 gives 5.00']);
  });

  it('holds from the next end on where another process has recorded the refresh before it: it is decided again, not bent', async () => {
    const { use, moveTo, change, plans } = await slowAndQuick();
    moveTo(CYCLE_END - 1);
    const { written, letGo } = await change('5');
    moveTo(CYCLE_END + 5_000);
    await use();
    letGo();
    await written;
    moveTo(CYCLE_END + DAY_MS);
    await use();
    expect(plans()).toEqual(['0 gives 1.00', '1 gives 1.00', 'changes to 5.00 from 2', '2 gives 5.00']);
  });
});
