/** How histories try an account's settings, resources and end. */
import fc from 'fast-check';
import type { Settings } from '../account/events.js';
import { amount } from '../money.js';
import { type Act, type Acts, act, maybe, none, present } from './act.js';
import { accountRules as rules } from './model-accounts.js';
import { days, hours, at } from './world.js';
import { close, funded, promo, settings, startInstance, stop, sweep } from './steps.js';
import type { Tested } from './tested.js';

export const anySettings: fc.Arbitrary<Settings> = fc.record({
  overdraftLimit: fc.constantFrom('0', '2', '10').map(amount),
  graceWindowSeconds: fc.constantFrom(300, 300, 1, 86_400),
  onZero: fc.constantFrom('grace' as const, 'grace' as const, 'grace' as const, 'terminate' as const),
  planOverage: fc.constantFrom('pause' as const, 'pause' as const, 'overdraft' as const),
  minimumPurchase: fc.constantFrom('10', '0').map(amount),
  refundedPromoExpiresInDays: fc.constantFrom(30, 1),
  supportGrantLimit: fc.constant(amount('5')),
  alertThresholds: fc.constantFrom([], [], ['5'], ['0', '12.5', '2']).map((texts) => texts.map(amount)),
});

const resourceId = fc.constantFrom('vm-1', 'disk-1');

/** Costs nothing: what it does to grace and service is what is wanted. */
const starting = (resourceId: string, kind: 'instance' | 'storage'): Act => ({
  type: 'StartResource',
  fields: { resourceId, kind, product: 'vm', gpu: null, ratePerHour: amount('0') },
});

const acts: Acts<'ChangeSettings' | 'CloseAccount' | 'StartResource' | 'StopResource' | 'RecordDue'> = {
  ChangeSettings: act({
    weight: 1,
    fields: fc.record({
      settings: fc.oneof(
        anySettings,
        anySettings.map(({ onZero }) => ({ onZero })),
      ),
    }),
    data: (changes) => changes,
  }),
  CloseAccount: act({ weight: 1, fields: fc.record({ forfeit: fc.boolean() }), data: (closing) => closing }),
  StartResource: act({
    weight: 7,
    fields: fc.record({
      resourceId,
      kind: fc.constantFrom('instance' as const, 'cluster' as const, 'storage' as const),
      product: fc.constantFrom('vm', 'vm', 'inference'),
      gpu: maybe(fc.constant('h100'), 2),
      ratePerHour: fc.constantFrom('0', '0', '0', '0', '0.7', '2', '60', '0.000000000001').map(amount),
    }),
    data: ({ gpu, ...resource }) => ({ ...resource, ...present({ gpu }) }),
  }),
  StopResource: act({
    weight: 9,
    fields: fc.record({ resourceId, which: fc.nat(5) }),
    targets: ({ resources }) => resources.filter(({ running }) => running).map(({ id }) => id),
    preparation: ({ revision }) => (revision % 3 === 0 ? starting('vm-1', 'instance') : starting('disk-1', 'storage')),
    data: ({ resourceId: named, which }, { id }) => ({ resourceId: which === 5 ? named : id(which, 'resource') }),
  }),
  RecordDue: act({ weight: 2, fields: none, data: () => ({}) }),
};

/** What tests know of its commands. */
export const accounts: Tested<'ChangeSettings' | 'CloseAccount' | 'StartResource' | 'StopResource' | 'RecordDue'> = {
  ChangeSettings: {
    act: acts.ChangeSettings,
    rule: rules.ChangeSettings,
    example: { given: [], when: settings({ graceWindowSeconds: 60 }), writes: 'AccountSettingsChanged' },
  },
  CloseAccount: {
    act: acts.CloseAccount,
    rule: rules.CloseAccount,
    example: { given: [], when: close(), writes: 'AccountClosed' },
  },
  StartResource: {
    act: acts.StartResource,
    rule: rules.StartResource,
    example: { given: [funded], when: startInstance('vm-1'), writes: 'ResourceStarted' },
  },
  StopResource: {
    act: acts.StopResource,
    rule: rules.StopResource,
    example: { given: [funded, startInstance('vm-1')], when: stop('vm-1'), writes: 'ResourceStopped' },
  },
  RecordDue: {
    act: acts.RecordDue,
    rule: rules.RecordDue,
    example: { given: [promo('A', '5', { expires: hours(1) })], when: at(days(1), sweep), writes: 'BucketExpired' },
  },
};
