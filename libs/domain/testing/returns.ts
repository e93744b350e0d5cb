/** Money that was paid otherwise comes back as credits: how histories try it, and the model's reading of rule 4.17. */
import fc from 'fast-check';
import { type Acts, act, anyAmount } from './act.js';
import { type Rules, addBucket } from './model-rules.js';
import { units, write } from './model-state.js';
import { returning } from './steps.js';
import type { Tested } from './tested.js';

const acts: Acts<'ReturnCredits'> = {
  ReturnCredits: act({
    weight: 2,
    fields: fc.record({ amount: anyAmount }),
    data: (returned) => ({ ...returned, product: 'cluster', reason: 'ended early' }),
  }),
};

const rules: Pick<Rules, 'ReturnCredits'> = {
  ReturnCredits: {
    does(model, data, { now }) {
      const granted = units(data.amount);
      write(model, { type: 'CreditsReturned', change: granted });
      addBucket(model, {
        kind: 'prepaid',
        source: 'return',
        scope: null,
        granted,
        from: now,
        until: null,
        pending: false,
        paidFor: false,
      });
    },
    bringsCreditsIn: true,
  },
};

/** What tests know of its command. */
export const returns: Tested<'ReturnCredits'> = {
  ReturnCredits: {
    act: acts.ReturnCredits,
    rule: rules.ReturnCredits,
    example: { given: [], when: returning('C', '5'), writes: 'CreditsReturned' },
  },
};
