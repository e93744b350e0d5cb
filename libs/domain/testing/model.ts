/** One command applied to the model (see model-state.ts): accepted with the entries that it wrote, or refused. */
import type { AccountCommand } from '../account/decider.js';
import { milliseconds } from '../messages.js';
import { commands } from './commands.js';
import { opening } from './model-accounts.js';
import { allDue, applyDue, endsService } from './model-due.js';
import { decision } from './model-solvency.js';
import type { ModelRule } from './model-rules.js';
import { type Model, type ModelEntry, ModelRefusal } from './model-state.js';

export type ModelOutcome = { model: Model; entries: ModelEntry[]; refused: string | null };

export function applyToModel(before: Model, command: AccountCommand): ModelOutcome {
  const model = structuredClone(before);
  model.entries = [];
  try {
    const now = Math.max(milliseconds(command.now), model.recordedAt);
    step(model, command, now);
    if (model.entries.length > 0) model.recordedAt = now;
    return { model, entries: model.entries, refused: null };
  } catch (problem) {
    if (problem instanceof ModelRefusal) return { model: before, entries: [], refused: problem.code };
    throw problem;
  }
}

function step(model: Model, command: AccountCommand, now: number): void {
  const isThere = model.status !== 'unopened' && model.status !== 'closed';
  const { type } = command;
  const rule = (type === 'OpenAccount' ? opening : commands[type].rule) as ModelRule<AccountCommand['type']>;
  const forbidden = isThere ? rule.isForbidden?.(model, command.data) : null;
  if (forbidden) throw new ModelRefusal(forbidden);
  if (rule.isInvalid?.(command.data, now)) throw new ModelRefusal('invalid');
  if (model.status === 'unopened' && command.type !== 'OpenAccount') throw new ModelRefusal('account-not-found');
  if (model.status === 'closed' && !['OpenAccount', 'RecordDue'].includes(command.type)) {
    throw new ModelRefusal('account-closed');
  }
  const { bringsCreditsIn: brings } = rule;
  const waits = typeof brings === 'boolean' ? brings : brings(command.data);
  const termination = recordUntil(model, now, waits);
  const at = termination ?? now;
  const does = () => rule.does(model, command.data, { at, now, by: command.origin.actor.key });
  decision(model, at, does, { effective: now, isBeforeTermination: termination !== null });
  if (termination !== null) recordUntil(model, now, false, FACTS_WITH_A_COMMAND);
}

/** What follows a command that came before a termination goes into one append with it: the rest stays due. */
const FACTS_WITH_A_COMMAND = 256;

/** Applies what is due one by one. Stops before a termination where told to, and says when that is. */
function recordUntil(model: Model, now: number, stopsAtTermination: boolean, atMost = Infinity): number | null {
  for (let facts = 0; facts < atMost; facts++) {
    const [due] = allDue(model);
    if (!due || due.at > now) return null;
    if (stopsAtTermination && endsService(model, due)) return due.at;
    applyDue(model, due);
  }
  return null;
}
