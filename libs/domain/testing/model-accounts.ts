/** The model's reading of rules 5.51 and 7.1: accounts and their resources. */
import { type ModelRule, type Rules, refuse } from './model-rules.js';
import { chargeOne } from './model-running.js';
import { spendable } from './model-buckets.js';
import { overdraft, settingsOf, units, write } from './model-state.js';
import { wouldCharge } from './model-usage.js';

/** What every history begins with. */
export const opening: ModelRule<'OpenAccount'> = {
  does(model, data) {
    if (model.status !== 'unopened') refuse('already-exists');
    Object.assign(model, { accountId: data.accountId, tag: data.tag, status: 'active', settings: data.settings });
    write(model, { type: 'AccountOpened', change: 0n });
  },
  bringsCreditsIn: false,
};

export const accountRules: Pick<
  Rules,
  'ChangeSettings' | 'CloseAccount' | 'StartResource' | 'StopResource' | 'RecordDue'
> = {
  ChangeSettings: {
    does(model, { settings }) {
      model.settings = { ...settingsOf(model), ...settings };
      write(model, { type: 'AccountSettingsChanged', change: 0n });
    },
    bringsCreditsIn: false,
  },

  CloseAccount: {
    does(model, { forfeit }, { at }) {
      const isOpen =
        overdraft(model) > 0n ||
        model.holds.some((each) => each.open) ||
        model.payments.some((each) => each.open) ||
        model.resources.some((each) => each.running) ||
        model.purchases.some((each) => each.status === 'pending' || each.status === 'approved') ||
        model.withdrawals.some((each) => each.status === 'requested' || each.status === 'approved') ||
        (!forfeit && model.buckets.some((each) => each.kind === 'prepaid' && each.remaining > 0n));
      if (isOpen) refuse('not-closable');
      for (const bucket of model.buckets) {
        if (spendable(bucket, at)) write(model, { type: 'BucketExpired', change: -bucket.remaining });
        bucket.remaining = 0n;
        bucket.pending = false;
      }
      model.plan = null;
      model.status = 'closed';
      model.deadline = null;
      write(model, { type: 'AccountClosed', change: 0n });
    },
    bringsCreditsIn: false,
  },

  StartResource: {
    does(model, data, { at }) {
      if (model.status === 'suspended') refuse('account-suspended');
      if (model.resources.some((each) => each.id === data.resourceId && each.running)) refuse('already-exists');
      const rate = units(data.ratePerHour);
      if (!wouldCharge(model, data, (rate + 1_800_000n) / 3_600_000n, at)) refuse('insufficient-credits');
      const place = write(model, { type: 'ResourceStarted', change: 0n });
      model.resources.push({
        id: data.resourceId,
        kind: data.kind,
        product: data.product,
        gpu: data.gpu ?? null,
        rate,
        running: true,
        accessible: true,
        started: at,
        place,
        chargedTo: at,
        servedMs: 0,
        charged: 0n,
      });
    },
    bringsCreditsIn: false,
  },

  StopResource: {
    does(model, { resourceId }, { at }) {
      if (!model.resources.some((each) => each.id === resourceId)) refuse('not-found');
      const resource = model.resources.find((each) => each.id === resourceId && each.running) ?? refuse('not-running');
      chargeOne(model, resource, at);
      resource.running = false;
      write(model, { type: 'ResourceStopped', change: 0n });
    },
    bringsCreditsIn: false,
  },

  RecordDue: {
    does() {},
    bringsCreditsIn: false,
  },
};
