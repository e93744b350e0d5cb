/** What is asked beside the commands of a history, and changes nothing: whether credits would do, and a command once more. */
import { commandFrom } from '../../libs/domain/testing/arbitraries.js';
import { applyToModel } from '../../libs/domain/testing/model.js';
import { type Model, shown } from '../../libs/domain/testing/model-state.js';
import { requireSame } from './compare.js';
import type { Request } from './requests.js';
import type { Outcome, SimulatedService } from './service.js';

const COSTS = ['0.01', '5', '25'];
const USAGES = [
  { product: 'inference', model: 'llama' },
  { product: 'vm', gpu: 'h100' },
];

/** Asks for each in turn, `nth` after `nth`: a check says what a charge of now would come to (rule 9.6). */
export async function checkCredits(service: SimulatedService, model: Model, now: number, nth: number): Promise<void> {
  const usage = USAGES[nth % USAGES.length] ?? {};
  const cost = COSTS[nth % COSTS.length] ?? '';
  const data = { ...usage, cost, mode: 'authorize' };
  const { refused, entries } = applyToModel(model, commandFrom('ChargeUsage', data, now, 'ann'));
  const query = new URLSearchParams({ amount: cost, ...usage, minRevision: String(model.revision) });
  const check = await service.get(`/v1/accounts/${model.accountId}/credits/check?${query.toString()}`);
  const asked = `${model.accountId} at ${new Date(now).toISOString()}: a check of ${JSON.stringify(data)}`;
  requireSame(asked, check['accepted'], refused === null);
  if (refused !== null) return;
  // What had accrued may be charged first: the usage is one of the charges.
  const charged = entries
    .filter(({ type }) => type === 'UsageCharged')
    .map(({ parts = [], overdraft = 0n }) => {
      return paying(
        parts.map(({ bucketId, amount }) => ({ bucketId, amount: shown(amount) })),
        shown(overdraft),
      );
    });
  const pays = paying(check['allocation'] as Line[], check['shortfall']);
  if (!charged.includes(pays)) requireSame(asked, pays, charged);
}

type Line = { readonly bucketId: string; readonly amount: string };
const paying = (lines: readonly Line[], shortfall: unknown): string =>
  JSON.stringify([lines.map(({ bucketId, amount }) => [bucketId, amount]), shortfall]);

/** The same key and body are answered the same (rule 10.1); what is done twice shows in the next balance. */
export async function repeat(
  service: SimulatedService,
  request: Request,
  { key, answer }: { readonly key: string; readonly answer: Outcome },
): Promise<void> {
  const { needs: _, ...once } = request;
  requireSame(`${request.method} ${request.route} again`, await service.ask(once, key), answer);
}
