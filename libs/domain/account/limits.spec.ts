import { describe, expect, it } from '@jest/globals';
import { balance, happened, is, left, owed, refused } from '../testing/expectations.js';
import { World, at, hours, opened, scenario, seconds } from '../testing/scenario.js';
import {
  approveRequest,
  charge,
  complete,
  fail,
  hold,
  promo,
  purchase,
  record,
  refund,
  request,
  startInstance,
  startStorage,
  stop,
  sweep,
  voiding,
  withdrawal,
} from '../testing/steps.js';
import {
  MOST_BUCKETS,
  MOST_DEBTS_AT_ONCE,
  MOST_HOLD_BYTES,
  MOST_HOLD_LINES,
  MOST_RESOURCE_ID_BYTES,
  MOST_SCOPE_BYTES,
} from './limits.js';
import { allocated } from './buckets.js';
import { instant } from '../messages.js';

/** An account that has room for so many more buckets: what fills it is put there at once. */
function almostFull(room: number): World {
  const world = new World();
  world.do(opened());
  const [bucket] = (world.do(promo('first', '1')), world.account.buckets);
  const more = Array.from({ length: MOST_BUCKETS - room - 1 }, (_, nth) => ({ ...bucket!, bucketId: `filler-${nth}` }));
  world.account = { ...world.account, buckets: [...world.account.buckets, ...more] };
  return world;
}
const codeOf = (world: World, ...steps: Parameters<World['do']>[0][]): string | undefined => {
  for (const step of steps) world.do(step);
  return world.refusal?.code;
};

describe('an account has at most 8,000 open buckets', () => {
  it('the last of them is granted, one more is refused', () => {
    const world = almostFull(1);
    expect(codeOf(world, promo('A', '1'))).toBeUndefined();
    expect(codeOf(world, promo('B', '1'))).toBe('too-many-buckets');
    expect(world.refusal?.details).toEqual({ open: MOST_BUCKETS, most: MOST_BUCKETS });
  });

  it('a voided one makes room, and so does one that was used up', () => {
    const world = almostFull(1);
    expect(codeOf(world, promo('A', '1'), voiding('A'), promo('B', '1'))).toBeUndefined();
    expect(codeOf(almostFull(0), charge('1'), promo('B', '1'))).toBeUndefined();
  });

  it('one that has lapsed takes its place for as long as late usage may still draw on it', () => {
    const world = almostFull(1);
    const full = [promo('A', '1', { expires: hours(1) }), at(hours(2), sweep), promo('B', '1')];
    expect(codeOf(world, ...full)).toBe('too-many-buckets');
    expect(codeOf(world, at(hours(74), promo('B', '1')))).toBeUndefined();
  });

  it('a purchase that is opened has its places, its bonus too, until it fails: completing it is never refused', () => {
    const world = almostFull(2);
    const bonus = { amount: '1' };
    expect(codeOf(world, purchase('P', '10', { pending: true, bonus }))).toBeUndefined();
    expect(codeOf(world, promo('A', '1'))).toBe('too-many-buckets');
    expect(codeOf(world, complete('P'))).toBeUndefined();
    expect(codeOf(almostFull(1), purchase('P', '10', { pending: true, bonus }))).toBe('too-many-buckets');
    expect(codeOf(almostFull(1), purchase('P', '10', { pending: true }), fail('P'), promo('A', '1'))).toBeUndefined();
    expect(codeOf(almostFull(1), request('P', '10'), approveRequest('P', { paid: false }))).toBeUndefined();
  });

  it('what is set aside for a withdrawal has its place', () => {
    const world = almostFull(1);
    expect(codeOf(world, purchase('P', '10'), withdrawal('10'), promo('A', '1'))).toBe('too-many-buckets');
  });

  it('a refund that would open one more is refused, one to a bucket that is open is not', () => {
    const world = almostFull(1);
    expect(codeOf(world, promo('A', '1', { models: ['llama'] }), charge('1', { model: 'llama' }))).toBeUndefined();
    expect(codeOf(world, promo('B', '1'), refund('charge'))).toBe('too-many-buckets');
    expect(codeOf(almostFull(0), charge('0.5'), refund('charge'))).toBeUndefined();
  });

  it('usage is recorded whatever there is', () => {
    const world = almostFull(0);
    expect(codeOf(world, record(String(MOST_BUCKETS + 5)))).toBeUndefined();
    expect(world.account.overdraft).toBe('5.00');
  });
});

describe('a scope', () => {
  const named = (length: number) => ({ models: [`${'m'.repeat(length)}`] });
  const most = MOST_SCOPE_BYTES - JSON.stringify(named(0)).length;
  scenario('of 4 KB is granted')
    .when(promo('A', '1', named(most)))
    .then(left({ A: '1' }));
  scenario('of one byte more is refused by name')
    .when(promo('A', '1', named(most + 1)))
    .then(refused('invalid', { field: 'scope' }));
  scenario('is counted in bytes')
    .when(promo('A', '1', { models: ['é'.repeat(most / 2 + 1)] }))
    .then(refused('invalid', { field: 'scope' }));
  scenario('of a bonus likewise')
    .when(purchase('P', '10', { bonus: { amount: '1', ...named(most + 1) } }))
    .then(refused('invalid', { field: 'bonus.scope' }));

  it('of all open buckets together have a bound', () => {
    const world = new World();
    world.do(opened());
    for (let nth = 0; nth < 128; nth++) world.do(promo(`A${nth}`, '1', named(most)));
    expect(world.refusal).toBeUndefined();
    expect(codeOf(world, promo('B', '1', named(1)))).toBe('too-many-buckets');
    expect(codeOf(world, promo('C', '1'))).toBeUndefined();
  });
});

describe('the ids of what runs', () => {
  it('have a bound in all, which a stop makes room in', () => {
    const world = new World();
    const id = (nth: number) => `${nth}-${'é'.repeat(120)}`;
    for (const step of [opened(), purchase('P', '100')]) world.do(step);
    let count = 0;
    while (codeOf(world, (count % 2 ? startStorage : startInstance)(id(count))) === undefined) count++;
    expect(world.refusal?.code).toBe('too-many-resources');
    const bytes = Buffer.byteLength(JSON.stringify(Object.keys(world.account.resources)));
    expect(bytes).toBeLessThanOrEqual(MOST_RESOURCE_ID_BYTES);
    expect(bytes).toBeGreaterThan(MOST_RESOURCE_ID_BYTES - 300);
    expect(codeOf(world, stop(id(0)), startInstance(id(count)))).toBeUndefined();
  });
});

describe('the open holds of an account', () => {
  /** As one that is there, with so many lines; it is put there at once. */
  function holding(lines: number, description: string): World {
    const world = new World();
    for (const step of [opened(), promo('A', '9'), hold('1')]) world.do(step);
    const [first] = world.account.holds;
    const held = Array.from({ length: lines }, () => first!.held[0]!);
    world.account = { ...world.account, holds: [{ ...first!, held, description }] };
    return world;
  }

  it('draw on at most 16,000 buckets in all', () => {
    expect(codeOf(holding(MOST_HOLD_LINES - 1, ''), hold('1'))).toBeUndefined();
    expect(codeOf(holding(MOST_HOLD_LINES, ''), hold('1'))).toBe('too-many-holds');
  });

  it('say at most 512 KiB of what they are for', () => {
    expect(codeOf(holding(1, 'é'.repeat(MOST_HOLD_BYTES / 2 - 300)), hold('1'))).toBeUndefined();
    expect(codeOf(holding(1, 'é'.repeat(MOST_HOLD_BYTES / 2)), hold('1'))).toBe('too-many-holds');
  });
});

describe('thousands of debts are repaid in entries of 2,000 at most, one after the other, before anything else', () => {
  const debts = 2 * MOST_DEBTS_AT_ONCE + 500;
  /** Debts of 0.01, the first left by entry 4. They are put there at once: to be charged they would take minutes. */
  function indebted(): World {
    const world = new World();
    for (const step of [opened(), purchase('P', '10'), record('10.01', { as: 'first' })]) world.do(step);
    const [first] = world.account.debts;
    const more = Array.from({ length: debts - 1 }, (_, nth) => ({ ...first!, revision: 1e6 + nth }));
    const overdraft = allocated([first!, ...more]);
    world.account = { ...world.account, debts: [first!, ...more], overdraft };
    world.written = [];
    return world;
  }
  const written = (world: World) =>
    world.written.map((entry) => (entry.type === 'OverdraftRepaid' ? entry.data.repayments.length : entry.type));

  it('a purchase repays the oldest, the next decision the rest first', () => {
    const world = indebted();
    world.do(purchase('Q', '50'));
    expect(written(world)).toEqual(['PurchaseOpened', 'PurchaseCompleted', MOST_DEBTS_AT_ONCE]);
    is('grace', seconds(300))(world);
    world.do(charge('1'));
    expect(written(world).slice(3)).toEqual([MOST_DEBTS_AT_ONCE, 500, 'GraceEnded', 'UsageCharged']);
    for (const expectation of [owed({}), balance({ available: '4', overdraft: '0' }), is('active')]) expectation(world);
  });

  it('it ends grace in time, however late it goes on', () => {
    const world = indebted();
    world.do(at(seconds(299), purchase('Q', '50')));
    world.do(at(seconds(9_000), sweep));
    expect(written(world)).not.toContain('ServiceTerminated');
    is('active')(world);
    expect(world.written.at(-1)).toMatchObject({
      type: 'GraceEnded',
      effectiveAt: instant(Date.UTC(2026, 0, 1) + 299_000),
    });
  });

  it('a purchase right before a termination that is due keeps what follows it waiting', () => {
    const world = indebted();
    world.do(at(seconds(301), purchase('Q', '50')));
    expect(written(world)).toEqual(['PurchaseOpened', 'PurchaseCompleted', MOST_DEBTS_AT_ONCE]);
    world.do(sweep);
    expect(written(world).slice(3)).toEqual([MOST_DEBTS_AT_ONCE, 500, 'GraceEnded']);
    is('active')(world);
  });

  it('it ends where the credits do', () => {
    const world = indebted();
    world.do(purchase('Q', '30'));
    world.do(sweep);
    expect(written(world)).toEqual(['PurchaseOpened', 'PurchaseCompleted', MOST_DEBTS_AT_ONCE, 1_000]);
    expect(world.account.repaymentGoesOnAt).toBeUndefined();
    balance({ available: '0', overdraft: '15' })(world);
  });

  scenario('fewer debts are repaid at once')
    .given(purchase('P', '10'), record('10.01', { as: 'first' }), record('0.01', { as: 'second' }))
    .when(purchase('Q', '10'))
    .then(happened('PurchaseOpened', 'PurchaseCompleted', 'OverdraftRepaid', 'GraceEnded'));
});
