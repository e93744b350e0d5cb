/** Credits that are held, captured, released, or free again at the hold's end: how histories try it, and the model's reading of rules 5.20 to 5.22. */
import fc from 'fast-check';
import { amount } from '../money.js';
import {
  type Act,
  type Acts,
  act,
  anyAmount,
  idsOf,
  labels,
  maybe,
  oneOf,
  present,
  smallAmount,
  which,
} from './act.js';
import { use } from './model-plans.js';
import { type Data, type Rules, refuse, tellAfter } from './model-rules.js';
import { bucketOf, cycleEnd, mayPay } from './model-buckets.js';
import { type Model, type ModelHold, type Part, units, write } from './model-state.js';
import { capture, hold, funded, release } from './steps.js';
import type { Tested } from './tested.js';

const seconds = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(1, 300, 3_600, 3 * 86_400) },
  { weight: 1, arbitrary: fc.constantFrom(0, 365 * 86_400 + 1) },
);
const openOf = ({ holds }: Model, isAny: boolean): string[] => idsOf(holds.filter(({ open }) => isAny || open));
const placing = (): Act => ({
  type: 'PlaceHold',
  fields: { amount: amount('2.5'), product: 'vm', model: null, gpu: null, expiresInSeconds: null, labels: {} },
});

const acts: Acts<'PlaceHold' | 'CaptureHold' | 'ReleaseHold'> = {
  PlaceHold: act({
    weight: 5,
    fields: fc.record({
      amount: smallAmount,
      product: fc.constantFrom('inference', 'vm'),
      model: maybe(fc.constantFrom('llama', 'mistral')),
      gpu: maybe(fc.constantFrom('h100', 'l4')),
      expiresInSeconds: maybe(seconds),
      labels,
    }),
    data: ({ amount: credits, product, labels: own, ...others }) => ({
      amount: credits,
      product,
      ...present(others),
      ...own,
    }),
  }),
  CaptureHold: act({
    weight: 4,
    fields: fc.record({ which, amount: maybe(anyAmount), isFinal: fc.boolean() }),
    targets: openOf,
    preparation: placing,
    data: ({ which: nth, amount: part, isFinal }, { id }) => ({
      holdId: id(nth, 'hold'),
      isFinal,
      ...present({ amount: part }),
    }),
  }),
  ReleaseHold: act({
    weight: 2,
    fields: oneOf,
    targets: openOf,
    preparation: placing,
    data: ({ which: nth }, { id }) => ({ holdId: id(nth, 'hold') }),
  }),
};

const MOST_SECONDS = 365 * 86_400;

const holdIsInvalid = ({ expiresInSeconds = 1 }: Data<'PlaceHold'>): boolean =>
  expiresInSeconds < 1 || expiresInSeconds > MOST_SECONDS;

const rules: Pick<Rules, 'PlaceHold' | 'CaptureHold' | 'ReleaseHold'> = {
  PlaceHold: {
    does(model, data, { now }) {
      if (model.status === 'suspended') refuse('account-suspended');
      let rest = units(data.amount);
      const parts: Part[] = [];
      for (const bucket of mayPay(model, data, now)) {
        const amount = rest < bucket.remaining ? rest : bucket.remaining;
        if (amount > 0n) parts.push({ bucketId: bucket.id, amount });
        rest -= amount;
      }
      if (rest > 0n) refuse('insufficient-credits');
      for (const { bucketId, amount } of parts) move(model, bucketId, 'remaining', 'held', amount);
      for (const { bucketId } of parts) use(model, bucketOf(model, bucketId), now);
      write(model, { type: 'HoldPlaced', change: 0n, parts: parts.map((part) => ({ ...part })) });
      const until = now + (data.expiresInSeconds ?? 86_400) * 1000;
      const cycle = parts.map(({ bucketId }) => bucketOf(model, bucketId).cycle).find((each) => each !== null);
      const cycleEnds = cycle ? cycleEnd(cycle, now) : null;
      const id = `hold-${model.tag}-${model.revision}`;
      model.holds.push({ id, place: model.revision, parts, cycleEnds, until, open: true });
    },
    isInvalid: holdIsInvalid,
    bringsCreditsIn: false,
  },

  CaptureHold: {
    does(model, data, { at, now }) {
      const hold = openHold(model, data.holdId);
      const most = hold.parts.reduce((sum, { amount }) => sum + amount, 0n);
      const amount = data.amount ? units(data.amount) : most;
      if (amount > most) refuse('exceeds-hold');
      let rest = amount;
      const parts: Part[] = [];
      for (const part of hold.parts) {
        const pays = rest < part.amount ? rest : part.amount;
        if (pays === 0n) continue;
        part.amount -= pays;
        rest -= pays;
        bucketOf(model, part.bucketId).held -= pays;
        parts.push({ bucketId: part.bucketId, amount: pays });
      }
      write(model, { type: 'HoldCaptured', change: -amount, parts });
      model.charges.push({
        id: `tx-${model.tag}-${model.revision}`,
        revision: model.revision,
        amount,
        refunded: 0n,
        debt: 0n,
        payers: parts.map((part) => ({ ...part, returned: 0n })),
        takenBack: false,
        running: false,
        usage: null,
      });
      model.wentOut = true;
      if (amount === most) hold.open = false;
      else if (data.isFinal) endHold(model, hold, 'HoldReleased', at, now);
    },
    bringsCreditsIn: false,
  },

  ReleaseHold: {
    does(model, { holdId }, { at, now }) {
      endHold(model, openHold(model, holdId), 'HoldReleased', at, now);
    },
    bringsCreditsIn: true,
  },
};

/** What is still held returns. To a bucket that is over it does not: of one that ends at this instant, a hold's end comes first. */
export function endHold(
  model: Model,
  hold: ModelHold,
  type: 'HoldReleased' | 'HoldExpired',
  at: number,
  effective = at,
): void {
  const parts = hold.parts.filter(({ amount }) => amount > 0n);
  write(model, { type, change: 0n, parts });
  for (const { bucketId, amount } of parts) {
    const bucket = bucketOf(model, bucketId);
    if (bucket.remaining === 0n) tellAfter(bucket, effective);
    move(model, bucketId, 'held', 'remaining', amount);
  }
  for (const { bucketId, amount } of parts) {
    const { voided, until, cycle } = bucketOf(model, bucketId);
    const isOver = until !== null && (until < at || (until === at && (cycle !== null || type === 'HoldReleased')));
    const isOfPastCycle = cycle !== null && hold.cycleEnds !== null && hold.cycleEnds <= at;
    if (!voided && !isOver && !isOfPastCycle) continue;
    write(model, { type: 'BucketExpired', change: -amount });
    move(model, bucketId, 'remaining', voided ? null : 'lapsed', amount);
  }
  hold.open = false;
  hold.parts = [];
}

function move(
  model: Model,
  bucketId: string,
  from: 'remaining' | 'held',
  to: 'remaining' | 'held' | 'lapsed' | null,
  amount: bigint,
): void {
  const bucket = bucketOf(model, bucketId);
  bucket[from] -= amount;
  if (to !== null) bucket[to] += amount;
}

function openHold(model: Model, id: string): ModelHold {
  const hold = model.holds.find((each) => each.id === id) ?? refuse('not-found');
  return hold.open ? hold : refuse('already-settled');
}

/** What tests know of its commands. */
export const holds: Tested<'PlaceHold' | 'CaptureHold' | 'ReleaseHold'> = {
  PlaceHold: {
    act: acts.PlaceHold,
    rule: rules.PlaceHold,
    example: { given: [funded], when: hold('5'), writes: 'HoldPlaced' },
  },
  CaptureHold: {
    act: acts.CaptureHold,
    rule: rules.CaptureHold,
    example: { given: [funded, hold('5')], when: capture(), writes: 'HoldCaptured' },
  },
  ReleaseHold: {
    act: acts.ReleaseHold,
    rule: rules.ReleaseHold,
    example: { given: [funded, hold('5')], when: release(), writes: 'HoldReleased' },
  },
};
