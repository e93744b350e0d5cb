/** Any history that the domain's rules allow, for properties of read models: those that the model is compared on. */
import type fc from 'fast-check';
import { pack } from '#domain/account/entries.js';
import type { AccountEvent } from '#domain/account/events.js';
import { instant, milliseconds } from '#domain/messages.js';
import { TAG } from '#domain/testing/act.js';
import { type Step, histories } from '#domain/testing/arbitraries.js';
import { type History, play } from '#domain/testing/simulation.js';
import { Ledger } from './ledger.js';

const MAX_STEPS = 40;

/** A clock that goes back is the write path's affair (rule 2.10): what is read here is read no earlier than it was recorded. */
const forwards = (step: Step): Step =>
  'ms' in step.wait && step.wait.ms < 0 ? { ...step, wait: { ms: -step.wait.ms } } : step;

/** An account's history; `packed` holds the same entries, charges that stand side by side as one event. */
export const arbitraryLedger: fc.Arbitrary<{ ledger: Ledger; packed: readonly AccountEvent[] }> = histories(
  MAX_STEPS,
).map((history) => {
  const ledger = ledgerOf({ ...history, steps: history.steps.map(forwards) });
  return { ledger, packed: pack(ledger.events) };
});

function ledgerOf(history: History): Ledger {
  const ledger = new Ledger('acme', TAG, history.settings);
  for (const { before, after, entries, now } of play(history, ledger.accountId, milliseconds(ledger.now))) {
    if (before.revision > 0) ledger.events.push(...entries);
    ledger.account = after;
    ledger.now = instant(now);
  }
  return ledger;
}
