/** An account that lives through steps, and all that is known of it. Steps are in steps.ts and in the files of features. */
import type { AccountCommand } from '../account/decider.js';
import { entriesOf } from '../account/entries.js';
import type { AccountEvent, Settings } from '../account/events.js';
import { evolve } from '../account/evolve.js';
import { DEFAULT_SETTINGS } from '../account/lifecycle/default-settings.js';
import { type Account, unopened } from '../account/state.js';
import { DomainError } from '../errors.js';
import { type Instant, instant } from '../messages.js';
import { decideReading } from './reading.js';

/** Milliseconds since the account was opened. */
export type Age = number;
export const ms = (n: number): Age => n;
export const seconds = (n: number): Age => n * 1000;
export const minutes = (n: number): Age => n * 60_000;
export const hours = (n: number): Age => n * 3_600_000;
export const days = (n: number): Age => n * 86_400_000;

const OPENED_MS = Date.UTC(2026, 0, 1);
export const instantOf = (age: Age): Instant => instant(OPENED_MS + age);

/** What a step asks for, once it is known what there is to ask about. */
export type Ask = { readonly type: AccountCommand['type']; readonly data: object; readonly label?: string };
/** A step may say when it happens and who asks; otherwise it follows at once, asked by `ann`. */
export type Step = { readonly ask: (world: World) => Ask; readonly at?: Age; readonly by?: string };

export const at = (age: Age, step: Step): Step => ({ ...step, at: age });
export const by = (key: string, step: Step): Step => ({ ...step, by: key });

/** An account and all that is known of it by now. */
export class World {
  account: Account = unopened;
  now: Age = 0;
  /** Entries that the steps under test wrote, and the refusal of the last of them. */
  written: AccountEvent[] = [];
  /** The account after each of them. */
  states: Account[] = [];
  refusal: DomainError | undefined;
  readonly log = new Map<number, AccountEvent>();
  private readonly labels = new Map<string, string>();
  private bonusOf: string | undefined;
  private recharges = 0;
  private allowances = 0;

  /** The id that a label stands for; a label that stands for nothing is asked for as it is. */
  id(prefix: string, label: string): string {
    for (const [id, called] of this.labels) if (called === label && id.startsWith(`${prefix}-`)) return id;
    return label;
  }

  labelOf = (id: string): string => this.labels.get(id) ?? id;

  do(step: Step): void {
    this.now = step.at ?? this.now;
    const { type, data, label } = step.ask(this);
    const origin = { actor: { key: step.by ?? 'ann' } };
    this.refusal = undefined;
    try {
      const command = { type, data, now: instantOf(this.now), origin } as AccountCommand;
      for (const entry of decideReading(this.account, command, this.log).events.flatMap(entriesOf)) {
        this.account = evolve(this.account, entry);
        this.log.set(entry.revision, entry);
        this.written.push(entry);
        this.states.push(this.account);
        this.call(entry, label);
      }
    } catch (problem) {
      if (!(problem instanceof DomainError)) throw problem;
      this.refusal = problem;
    }
  }

  /** The first recharge is called `recharge`, the next one `recharge 2`, and so on. */
  private nextRecharge(): string {
    this.recharges += 1;
    return this.recharges === 1 ? 'recharge' : `recharge ${this.recharges}`;
  }

  private call(entry: AccountEvent, label: string | undefined): void {
    const { data } = entry;
    const name = (id: string, called: string | undefined) => called !== undefined && this.labels.set(id, called);
    if (entry.type === 'PromoGranted') {
      name(entry.data.bucketId, entry.data.source === 'bonus' ? `bonus of ${this.bonusOf ?? label}` : label);
    } else if (entry.type === 'UsageCharged') name(entry.data.lines[0]?.transactionId ?? '', label);
    else if (entry.type === 'AllowanceRefreshed') name(entry.data.bucketId, `${entry.data.plan} ${++this.allowances}`);
    else if (entry.type === 'CreditsReturned') name(entry.data.bucketId, label);
    else if (entry.type === 'PurchaseOpened')
      name(entry.data.purchaseId, entry.data.isAutoRecharge ? this.nextRecharge() : label);
    else if (entry.type === 'WithdrawalRequested') name(entry.data.withdrawalId, label);
    else if (entry.type === 'PaymentPended') name(entry.data.transactionId, label);
    else if (entry.type === 'HoldPlaced') name(entry.data.holdId, label);
    else if (entry.type === 'HoldCaptured') name(entry.data.transactionId, label);
    else if (entry.type === 'UsageRefunded') {
      for (const { bucketId, insteadOf } of entry.data.allocation) {
        if (insteadOf !== undefined) name(bucketId, `${this.labelOf(insteadOf)} again`);
      }
    } else if (entry.type === 'PurchaseCompleted' || entry.type === 'PurchaseApproved') {
      this.bonusOf = this.labelOf(entry.data.purchaseId);
      name('bucketId' in data ? data.bucketId : '', this.bonusOf);
    }
  }
}

/** `settings`: those that differ from `DEFAULT_SETTINGS`. */
export const opened = (settings: Partial<Settings> = {}): Step => ({
  ask: () => ({
    type: 'OpenAccount',
    data: { accountId: 'team-1', tag: 'a1b2c3d4e5f6', settings: { ...DEFAULT_SETTINGS, ...settings } },
  }),
});
