/** Whether the product's answer is what the model came to. */
import type { AccountCommand } from '#domain/account/decider.js';
import { instant } from '#domain/messages.js';
import { commandFrom } from '../../libs/domain/testing/arbitraries.js';
import { applyToModel } from '../../libs/domain/testing/model.js';
import { allDue } from '../../libs/domain/testing/model-due.js';
import type { Model } from '../../libs/domain/testing/model-state.js';
import { modelSeen } from '../../libs/domain/testing/views.js';
import type { Outcome } from './service.js';

/** Members of a balance that follow from the account's history and the time. */
const AMOUNTS = ['total', 'available', 'held', 'overdraft', 'accrued', 'byKind', 'withdrawable', 'expiring'] as const;

/** As `GET balance` shows the account: what has fallen due counts, recorded or not (rule 9.1). */
export function balanceOf(model: Model, now: number): Readonly<Record<string, unknown>> {
  const isDue = (allDue(model)[0]?.at ?? Infinity) <= now;
  const read = isDue ? applyToModel(model, commandFrom('RecordDue', {}, now, 'reader')).model : model;
  const { balance, status, graceDeadline, paygUnlocked } = modelSeen(read, now);
  const deadline = graceDeadline === null ? null : instant(graceDeadline);
  return { ...balance, status, graceDeadline: deadline, paygUnlocked, revision: model.revision };
}

export const balanceIn = (shown: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...AMOUNTS, 'status', 'graceDeadline', 'paygUnlocked', 'revision'].map((member) => [member, shown[member]]),
  );

/** Throws what differs. */
export function requireSame(what: string, product: unknown, model: unknown): void {
  if (JSON.stringify(product) === JSON.stringify(model)) return;
  throw new Error(`${what}\n  product: ${JSON.stringify(product)}\n  model:   ${JSON.stringify(model)}`);
}

export function requireExpected(
  command: AccountCommand,
  { refused, body }: Outcome,
  expected: { readonly refused: string | null; readonly model: Model },
  now: number,
): void {
  const { refused: refusal, model } = expected;
  const told = `${model.accountId} at ${instant(now)}: ${command.type} ${JSON.stringify(command.data)}`;
  requireSame(`${told} (${JSON.stringify(body).slice(0, 400)})`, refused, refusal);
  if (refused !== null) return;
  requireSame(told, balanceIn(body['balance'] as Outcome['body']), balanceOf(model, now));
}
