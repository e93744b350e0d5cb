import { describe, expect, it } from '@jest/globals';
import { fundingOf, planCharges } from './charges.js';
import { decimal } from './exact.js';
import { type Run, SHARED, ownKey, runTag } from './run.js';

const cheap = { model: 'cheap', inputTokenPrice: '0.000000000001', outputTokenPrice: '0.00' };
const dear = { model: 'dear', inputTokenPrice: '0.0000025', outputTokenPrice: '0.00001' };
const run: Run = { tag: 'tag', now: new Date('2026-11-21T12:00:00.000Z'), accounts: 2, prices: [cheap, dear] };
const row = (number: number, atMs: number, more = {}) => ({
  number,
  atMs,
  inputTokens: 1000,
  outputTokens: 10,
  ...more,
});

describe('charges of a replay', () => {
  it('go by time, end now, and are dealt out to accounts and models', () => {
    const charges = planCharges([row(1, 2_000), row(2, 1_000), row(3, 9_000)], run);
    expect(charges.map(({ body }) => body.occurredAt.slice(11))).toEqual([
      '11:59:52.000Z',
      '11:59:53.000Z',
      '12:00:00.000Z',
    ]);
    expect(charges.map(({ accountId }) => accountId)).toEqual(['replay-tag-1', 'replay-tag-2', 'replay-tag-1']);
    expect(charges.map(({ afterMs }) => afterMs)).toEqual([0, 1_000, 8_000]);
    expect(charges.map(({ expected }) => decimal(expected))).toEqual(['0.000000001', '0.0026', '0.000000001']);
  });

  it('cost what the tier of their prompt says, as a whole', () => {
    const tiers = [
      { abovePromptTokens: 2000, inputTokenPrice: '0.2' },
      { abovePromptTokens: 1000, inputTokenPrice: '0.1', outputTokenPrice: '1' },
    ];
    const rows = [1000, 1001, 2001].map((inputTokens, nth) => row(nth + 1, nth, { inputTokens }));
    const charges = planCharges(rows, { ...run, prices: [{ ...cheap, tiers }] });
    expect(charges.map(({ expected }) => decimal(expected))).toEqual(['0.000000001', '110.10', '400.20']);
  });

  it('state what was cached, written to a cache or reasoning, each at its price; the whole prompt decides the tier', () => {
    const price = {
      ...cheap,
      inputTokenPrice: '1',
      outputTokenPrice: '10',
      cachedInputTokenPrice: '0.1',
      tiers: [{ abovePromptTokens: 1500, inputTokenPrice: '2', cacheWriteTokenPrice: '3', reasoningTokenPrice: '30' }],
    };
    const rows = [
      row(1, 1, { cachedInputTokens: 300, cacheWriteTokens: 200, reasoningTokens: 5 }),
      row(2, 2, { cachedInputTokens: 300, cacheWriteTokens: 201, reasoningTokens: 5 }),
    ];
    const charges = planCharges(rows, { ...run, prices: [price] });
    expect(charges[0]?.body).toMatchObject({ inputTokens: 1000, cachedInputTokens: 300, cacheWriteTokens: 200 });
    expect(charges[0]?.body).toMatchObject({ outputTokens: 10, reasoningTokens: 5 });
    const [within, beyond] = [1000 + 30 + 200 + 100 + 50, 2000 + 30 + 603 + 100 + 150];
    expect(charges.map(({ expected }) => decimal(expected))).toEqual([`${within}.00`, `${beyond}.00`]);
  });

  it('are the same in the same run, keys and bodies', () => {
    const rows = [row(1, 1_000), row(2, 2_000, { account: 'Acme', model: 'dear' })];
    expect(planCharges(rows, run)).toEqual(planCharges(rows, { ...run, now: new Date(run.now) }));
    expect(new Set(planCharges(rows, run).map(({ key }) => key)).size).toBe(2);
  });

  it('belong to a run that time, rows and choices name', () => {
    const rows = [row(1, 1)];
    expect(runTag(run.now, rows, { accounts: 2 })).toMatch(/^20261121120000000-[0-9a-f]{6}$/);
    expect(runTag(run.now, rows, { accounts: 2 })).toBe(runTag(run.now, [row(1, 1)], { accounts: 2 }));
    expect(runTag(run.now, rows, { accounts: 3 })).not.toBe(runTag(run.now, rows, { accounts: 2 }));
    expect(runTag(run.now, [row(1, 2)], { accounts: 2 })).not.toBe(runTag(run.now, rows, { accounts: 2 }));
  });

  it('have their ids for keys, and the same account and model in every run and file', () => {
    const rows = ['req-1', 'req-2', 'req-3', 'ä 1', 'x'.repeat(256), ownKey('open')].map((id, nth) =>
      row(nth + 1, nth, { id }),
    );
    const tag = runTag(run.now, rows, {});
    expect(tag).toBe(SHARED);
    const charges = planCharges(rows, { ...run, tag, accounts: 3 });
    expect(charges.slice(0, 3).map(({ key }) => key)).toEqual(['req-1', 'req-2', 'req-3']);
    for (const { key } of charges.slice(3)) expect(key).toMatch(/^replay-usage:[0-9a-f]{64}$/);
    const later = { ...run, tag, accounts: 3, now: new Date('2026-12-24T00:00:00.000Z') };
    const shown = ({ accountId, key, body: { model } }: (typeof charges)[number]) => [accountId, key, model];
    const others = [
      row(1, 5, { id: 'other' }),
      ...rows.toReversed().map((each, nth) => ({ ...each, number: nth + 2 })),
    ];
    const again = new Map(planCharges(others, later).map((charge) => [charge.key, shown(charge)]));
    for (const charge of charges) expect(again.get(charge.key)).toEqual(shown(charge));
    expect(new Set(charges.map(({ accountId }) => accountId)).size).toBeGreaterThan(1);
  });

  it('keep the account and the model that a row names', () => {
    const rows = [row(1, 1, { account: 'Acme' }), row(2, 2), row(3, 3, { account: 'Acme', model: 'cheap' })];
    const [first, , third] = planCharges(rows, run);
    expect(third?.accountId).toBe(first?.accountId);
    expect(third?.body.model).toBe('cheap');
    expect(() => planCharges([row(1, 1, { model: 'unheard-of' })], run)).toThrow(/unheard-of/);
  });

  it('are covered by what each account buys, in whole credits from 10 on', () => {
    const rows = [row(1, 1), row(2, 2, { inputTokens: 10_000_000 })];
    expect([...fundingOf(planCharges(rows, run)).values()].map(decimal)).toEqual(['10.00', '26.00']);
  });
});
