/**
 * Each command does something: it writes an entry of its own. The table is closed over the commands, so one that is added
 * does not compile until it says here what it writes.
 */
import { describe, expect, it } from '@jest/globals';
import { type Step, World, days, hours, at, by, opened, scenario } from '../testing/scenario.js';
import {
  approveRequest,
  approveWithdrawal,
  capture,
  charge,
  close,
  complete,
  fail,
  hold,
  newTerms,
  payWithdrawal,
  plan,
  promo,
  purchase,
  redemption,
  refund,
  release,
  rejectRequest,
  rejectWithdrawal,
  request,
  recharging,
  returning,
  reverse,
  settings,
  startInstance,
  stop,
  sweep,
  voiding,
  withdrawal,
} from '../testing/steps.js';
import { happened } from '../testing/expectations.js';
import type { AccountCommand } from './decider.js';
import type { Entry } from './events.js';

type Example = { readonly given: readonly Step[]; readonly when: Step; readonly writes: Entry['type'] };

const paid = purchase('P', '20');
const examples: { readonly [T in Exclude<AccountCommand['type'], 'OpenAccount'>]: Example } = {
  ChangeSettings: { given: [], when: settings({ graceWindowSeconds: 60 }), writes: 'AccountSettingsChanged' },
  CloseAccount: { given: [], when: close(), writes: 'AccountClosed' },
  GrantPromo: { given: [], when: promo('A', '5'), writes: 'PromoGranted' },
  VoidPromo: { given: [promo('A', '5')], when: voiding('A'), writes: 'PromoVoided' },
  RedeemPromoCode: { given: [], when: redemption('A', '5'), writes: 'PromoGranted' },
  PurchasePrepaid: { given: [], when: purchase('P', '20', { pending: true }), writes: 'PurchaseOpened' },
  CompletePurchase: {
    given: [purchase('P', '20', { pending: true })],
    when: complete('P'),
    writes: 'PurchaseCompleted',
  },
  FailPurchase: { given: [purchase('P', '20', { pending: true })], when: fail('P'), writes: 'PurchaseFailed' },
  ApprovePurchase: { given: [request('R', '20')], when: approveRequest('R'), writes: 'PurchaseApproved' },
  RejectPurchase: { given: [request('R', '20')], when: rejectRequest('R'), writes: 'PurchaseRejected' },
  ReversePurchase: { given: [purchase('P', '20')], when: reverse('P'), writes: 'PurchaseReversed' },
  ConfigureAutoRecharge: { given: [paid], when: recharging('10'), writes: 'AutoRechargeConfigured' },
  ReturnCredits: { given: [], when: returning('C', '5'), writes: 'CreditsReturned' },
  ChargeUsage: { given: [paid], when: charge('1'), writes: 'UsageCharged' },
  Refund: { given: [paid, charge('1')], when: refund('charge'), writes: 'UsageRefunded' },
  PlaceHold: { given: [paid], when: hold('5'), writes: 'HoldPlaced' },
  CaptureHold: { given: [paid, hold('5')], when: capture(), writes: 'HoldCaptured' },
  ReleaseHold: { given: [paid, hold('5')], when: release(), writes: 'HoldReleased' },
  RequestWithdrawal: { given: [paid], when: withdrawal('5'), writes: 'WithdrawalRequested' },
  ApproveWithdrawal: {
    given: [paid, withdrawal('5')],
    when: by('bob', approveWithdrawal()),
    writes: 'WithdrawalApproved',
  },
  RejectWithdrawal: { given: [paid, withdrawal('5')], when: rejectWithdrawal(), writes: 'WithdrawalRejected' },
  PayWithdrawal: {
    given: [paid, withdrawal('5'), by('bob', approveWithdrawal())],
    when: payWithdrawal(),
    writes: 'WithdrawalPaid',
  },
  StartResource: { given: [paid], when: startInstance('vm-1'), writes: 'ResourceStarted' },
  StopResource: { given: [paid, startInstance('vm-1')], when: stop('vm-1'), writes: 'ResourceStopped' },
  ChoosePlan: { given: [], when: plan('standard'), writes: 'PlanChosen' },
  ChangePlanTerms: { given: [plan('professional')], when: newTerms('professional', '1'), writes: 'PlanTermsChanged' },
  RecordDue: { given: [promo('A', '5', { expires: hours(1) })], when: at(days(1), sweep), writes: 'BucketExpired' },
};

describe('each command writes an entry of its own', () => {
  it.each(Object.entries(examples))('%s', (type, { given, when, writes }) => {
    const world = new World();
    for (const step of [opened(), ...given]) world.do(step);
    expect(when.ask(world).type).toBe(type);
    const before = world.written.length;
    world.do(when);
    expect(world.refusal).toBeUndefined();
    expect(world.written.slice(before).map((entry) => entry.type)).toEqual([writes]);
  });

  scenario('OpenAccount, which every scenario begins with')
    .when(settings({}))
    .then(happened('AccountSettingsChanged'), (world) => expect(world.log.get(1)?.type).toBe('AccountOpened'));
});
