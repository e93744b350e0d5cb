/** The model's reading of rule 4.17: money that was paid otherwise comes back as credits. */
import { type Rules, addBucket } from './model-rules.js';
import { units, write } from './model-state.js';

export const returnRules: Pick<Rules, 'ReturnCredits'> = {
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
