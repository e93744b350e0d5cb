/** Purchases that the account opens by itself: how histories try them, and the model's reading of rules 4.20 to 4.22. */
import fc from 'fast-check';
import { amount } from '../money.js';
import { type Acts, act, maybe, present } from './act.js';
import { CENT, type Rules, feeFor, isFiat, refuse } from './model-rules.js';
import { available } from './model-buckets.js';
import { type Model, settingsOf, units, write } from './model-state.js';
import { funded, recharging } from './steps.js';
import type { Tested } from './tested.js';

const acts: Acts<'ConfigureAutoRecharge'> = {
  ConfigureAutoRecharge: act({
    weight: 2,
    fields: fc.record({
      enabled: fc.nat(4).map((n) => n > 0),
      threshold: fc.constantFrom('0', '5', '5', '20', '1000').map(amount),
      amount: fc.constantFrom('10', '12.5', '12.5', '10.005', '0.01').map(amount),
      paymentMethod: fc.constantFrom('card' as const, 'usdc' as const, 'usdc' as const),
      monthlyLimit: maybe(fc.constantFrom('12.5', '25', '5').map(amount)),
    }),
    data: ({ monthlyLimit, ...terms }) => ({ ...terms, ...present({ monthlyLimit }) }),
  }),
};

const rules: Pick<Rules, 'ConfigureAutoRecharge'> = {
  ConfigureAutoRecharge: {
    does(model, { enabled, threshold, amount, paymentMethod: method, monthlyLimit }) {
      if (units(amount) < units(settingsOf(model).minimumPurchase)) refuse('invalid');
      model.recharge = {
        on: enabled,
        threshold: units(threshold),
        amount: units(amount),
        method,
        limit: monthlyLimit === undefined ? null : units(monthlyLimit),
        failures: 0,
      };
      write(model, { type: 'AutoRechargeConfigured', change: 0n });
    },
    isInvalid: ({ amount, paymentMethod }) => isFiat(paymentMethod) && units(amount) % CENT !== 0n,
    bringsCreditsIn: false,
  },
};

const month = (ms: number): string => new Date(ms).toISOString().slice(0, 7);

/** The last thing that a decision does. `at`: as of when it is decided; `effective`: the time that it is of. */
export function recharge(model: Model, at: number, effective: number): void {
  const terms = model.recharge;
  if (!terms?.on || model.status === 'closed') return;
  if (model.rechargeFailed) {
    if (terms.failures < 3) return;
    terms.on = false;
    write(model, { type: 'AutoRechargeDisabled', change: 0n });
    return;
  }
  if (available(model, at) > terms.threshold) return;
  const recharges = model.purchases.filter(({ rechargedAt }) => rechargedAt !== null);
  if (recharges.some(({ status }) => status === 'pending')) return;
  const counted = recharges.filter(
    ({ status, rechargedAt }) => status !== 'failed' && month(rechargedAt ?? 0) === month(effective),
  );
  const opened = counted.reduce((sum, { amount }) => sum + amount, 0n);
  if (terms.limit !== null && opened + terms.amount > terms.limit) return;
  const { amount, method } = terms;
  const fee = feeFor(amount, method);
  write(model, { type: 'PurchaseOpened', change: 0n });
  model.purchases.push({
    id: `pur-${model.tag}-${model.revision}`,
    amount,
    fee,
    total: amount + fee,
    method,
    bonus: null,
    status: 'pending',
    bucketId: null,
    bonusId: null,
    rechargedAt: effective,
  });
}

/** What tests know of its commands. */
export const autoRecharge: Tested<'ConfigureAutoRecharge'> = {
  ConfigureAutoRecharge: {
    act: acts.ConfigureAutoRecharge,
    rule: rules.ConfigureAutoRecharge,
    example: { given: [funded], when: recharging('10'), writes: 'AutoRechargeConfigured' },
  },
};
