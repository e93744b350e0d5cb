/** From rows to charges: who pays, which model, when, and under which key. */
import { total, units } from './exact.js';
import type { ModelPrice } from './model-prices.js';
import { type Run, accountOf, keyOf, lotOf } from './run.js';
import { type TokenCounts, type UsageRow, countsOf } from './usage-row.js';
import { shiftToNow } from './usage-time.js';

export type PlannedCharge = {
  readonly accountId: string;
  readonly key: string;
  /** Milliseconds after the first row's time: when a replay at `1x` sends it. */
  readonly afterMs: number;
  readonly body: TokenCounts & {
    readonly product: 'inference';
    readonly model: string;
    readonly occurredAt: string;
  };
  /** What it must cost, computed here and not by the ledger: 10^-18 credits. */
  readonly expected: bigint;
};

/** Charges in the order of their time. Rows without an account or model of their own are dealt out. */
export function planCharges(rows: readonly UsageRow[], run: Run): readonly PlannedCharge[] {
  const { now, prices } = run;
  const shiftMs = shiftToNow(
    rows.map(({ atMs }) => atMs),
    now.getTime(),
  );
  const inOrder = rows.toSorted((a, b) => a.atMs - b.atMs || a.number - b.number);
  const firstMs = inOrder[0]?.atMs ?? 0;
  const priceOf = new Map(prices.map((price) => [price.model, price]));
  return inOrder.map((row, place) => {
    const counts = countsOf(row);
    const price = row.model === undefined ? prices[lotOf(row, place) % prices.length] : priceOf.get(row.model);
    if (!price)
      throw new RangeError(`Row ${row.number}: model ${row.model ?? '(none given)'} has no price; name it in --models`);
    return {
      accountId: accountOf(row, run, place),
      key: keyOf(row, run),
      afterMs: row.atMs - firstMs,
      body: {
        product: 'inference',
        model: price.model,
        ...counts,
        occurredAt: new Date(row.atMs + shiftMs).toISOString(),
      },
      expected: costOf(counts, price),
    };
  });
}

/**
 * The whole request at the prices of the highest tier that its prompt exceeds. What a tier lacks is the model's price; what neither
 * says is as the input costs there, or for reasoning the output.
 */
function costOf(counts: TokenCounts, { tiers = [], ...base }: ModelPrice): bigint {
  const { inputTokens, outputTokens, cachedInputTokens = 0, cacheWriteTokens = 0, reasoningTokens = 0 } = counts;
  const prompt = inputTokens + cachedInputTokens + cacheWriteTokens;
  const reached = tiers.filter(({ abovePromptTokens }) => prompt > abovePromptTokens);
  const tier = reached.toSorted((a, b) => b.abovePromptTokens - a.abovePromptTokens)[0];
  const { inputTokenPrice, outputTokenPrice, ...stated } = { ...base, ...tier };
  return total([
    BigInt(inputTokens) * units(inputTokenPrice),
    BigInt(cachedInputTokens) * units(stated.cachedInputTokenPrice ?? inputTokenPrice),
    BigInt(cacheWriteTokens) * units(stated.cacheWriteTokenPrice ?? inputTokenPrice),
    BigInt(outputTokens) * units(outputTokenPrice),
    BigInt(reasoningTokens) * units(stated.reasoningTokenPrice ?? outputTokenPrice),
  ]);
}

const CREDIT = units('1');
const SMALLEST_PURCHASE = 10n * CREDIT;

/** Prepaid credits of each account: enough for its rows, in whole credits, and not less than a purchase may be. */
export function fundingOf(charges: readonly PlannedCharge[]): ReadonlyMap<string, bigint> {
  const costs = new Map<string, bigint>();
  for (const { accountId, expected } of charges) costs.set(accountId, (costs.get(accountId) ?? 0n) + expected);
  return new Map([...costs].map(([accountId, cost]) => [accountId, wholeCredits(cost)]));
}

function wholeCredits(cost: bigint): bigint {
  const whole = (cost / CREDIT + 1n) * CREDIT;
  return whole > SMALLEST_PURCHASE ? whole : SMALLEST_PURCHASE;
}
