/** Random histories of an account: steps, and the commands that they stand for, given what is there by then. */
import fc from 'fast-check';
import type { AccountCommand } from '../account/decider.js';
import type { Settings } from '../account/events.js';
import { instant } from '../messages.js';
import { type Act, type ActRecord, type ActType, DAY, HOUR, MINUTE, TAG } from './act.js';
import { anySettings } from './accounts.js';
import { commands } from './commands.js';
import { accrued } from './model-running.js';
import { allDue } from './model-due.js';
import type { Model } from './model-state.js';

/** How much time passes first: some milliseconds, or until something is due, give or take one. */
type Wait = { readonly ms: number } | { readonly due: number; readonly offset: number };
export type Step = { readonly wait: Wait; readonly act: Act; readonly by: string };

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  ...Object.entries(commands).map(
    ([
      type,
      {
        act: { weight, fields },
      },
    ]) => ({
      weight,
      arbitrary: (fields as fc.Arbitrary<object>).map((chosen) => ({ type: type as ActType, fields: chosen })),
    }),
  ),
);

const wait: fc.Arbitrary<Wait> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Wait>({ ms: 0 }) },
  { weight: 2, arbitrary: fc.record({ ms: fc.constantFrom(1, 999, MINUTE, 5 * MINUTE, HOUR, DAY, 4 * DAY, -HOUR) }) },
  { weight: 3, arbitrary: fc.record({ due: fc.nat(3), offset: fc.constantFrom(-1, 0, 0, 1, MINUTE) }) },
);

const step: fc.Arbitrary<Step> = fc.record({ wait, act: anyAct, by: fc.constantFrom('ann', 'bob', 'bob') });

/** A history's settings and its steps, at most `maxSteps`. */
export const histories = (maxSteps: number): fc.Arbitrary<{ settings: Settings; steps: Step[] }> =>
  fc.record({ settings: anySettings, steps: fc.array(step, { minLength: 1, maxLength: maxSteps, size: 'max' }) });

/** When a step happens. */
export function later(now: number, pause: Wait, model: Model): number {
  const at = after(now, pause, model);
  // Every hour of it is charged.
  return accrued(model, at) > 0n ? Math.min(at, now + 8 * HOUR) : at;
}

function after(now: number, pause: Wait, model: Model): number {
  if ('ms' in pause) return now + pause.ms;
  const due = allDue(model);
  const at = due[pause.due % Math.max(due.length, 1)]?.at;
  return at === undefined ? now : Math.max(now, at + pause.offset);
}

export const commandFrom = (type: AccountCommand['type'], data: object, now: number, by: string): AccountCommand =>
  ({ type, data, now: instant(now), origin: { actor: { key: by } } }) as AccountCommand;

/** The command that a step stands for. What is not there is named too, so that refusals are compared. */
export function commandOf(wanted: Act, model: Model, now: number, by: string): AccountCommand {
  const isPrepared = targetsOf(wanted, model).length > 0 || model.status === 'closed';
  const chosen = isPrepared ? wanted : (recordOf(wanted).preparation?.(model) ?? wanted);
  const targets = targetsOf(chosen, model);
  const id = (which: number, prefix: string) =>
    which === 19 || targets.length === 0 ? `${prefix}-${TAG}-1` : (targets[which % targets.length] ?? '');
  const data = recordOf(chosen).data(chosen.fields as never, { model, now, id });
  return commandFrom(chosen.type, data, now, by);
}

const recordOf = ({ type }: Act): ActRecord<ActType> => commands[type].act as unknown as ActRecord<ActType>;

/** The latest first. */
const targetsOf = (wanted: Act, model: Model): readonly string[] =>
  recordOf(wanted).targets?.(model, 'which' in wanted.fields && Number(wanted.fields.which) >= 15) ?? [];
