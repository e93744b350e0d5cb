/**
 * An account of the simulation: random commands in terms of what is there by then, and the independent model, which says what
 * each of them must come to.
 */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { COMMAND_TYPES, type AccountCommand } from '#domain/account/decider.js';
import type { Act, ActType } from '../../libs/domain/testing/act.js';
import { type Step, commandFrom, commandOf, histories } from '../../libs/domain/testing/arbitraries.js';
import { type ModelOutcome, applyToModel } from '../../libs/domain/testing/model.js';
import { allDue } from '../../libs/domain/testing/model-due.js';
import { type Model, emptyModel } from '../../libs/domain/testing/model-state.js';
import type { Settings } from '#domain/account/events.js';
import { amount } from '#domain/money.js';
import { type Catalogue, MODELS, TEAM } from './catalogue.js';
import type { Randomness } from './randomness.js';
import type { OwnCommand } from './requests.js';

const STEPS_AT_ONCE = 60;
/** Tries to bring about what a command needs before it. */
const MOST_PREPARATIONS = 4;
/** Given by the product itself, or at the end. */
const NOT_DRAWN: ReadonlySet<string> = new Set<OwnCommand | 'CloseAccount'>([
  'RecordDue',
  'ChangePlanTerms',
  'CloseAccount',
]);

export class SimulatedAccount {
  model: Model = emptyModel();
  private readonly settings: Settings;
  private steps: readonly Step[] = [];
  private codes = 0;
  private keys = 0;

  constructor(
    readonly accountId: string,
    private readonly catalogue: Catalogue,
    private readonly random: Randomness,
  ) {
    this.settings = this.draw().settings;
  }

  /** Of the next request. */
  key(): string {
    return `${this.accountId}-${++this.keys}`;
  }

  /** How many requests there were. */
  get asked(): number {
    return this.keys;
  }

  opening(now: number): AccountCommand {
    const data = { accountId: this.accountId, tag: tagOf(this.accountId), settings: this.settings };
    return commandFrom('OpenAccount', data, now, 'ann');
  }

  /** Up to four, the model as it is between them. */
  *some(now: number): Generator<AccountCommand> {
    for (let left = this.random.below(5); left > 0; left--) yield this.command(this.nextStep(), now);
  }

  /** One of every type that a client may ask for, with what each needs before it. */
  *tour(now: number): Generator<AccountCommand> {
    for (const type of COMMAND_TYPES) {
      if (type === 'OpenAccount' || NOT_DRAWN.has(type)) continue;
      for (let tries = 0; tries < MOST_PREPARATIONS; tries++) {
        const command = this.command(this.nextStep(type), now);
        yield command;
        if (command.type === type) break;
      }
    }
  }

  closing(now: number): AccountCommand {
    return commandFrom('CloseAccount', { forfeit: this.random.below(2) === 0 }, now, 'ann');
  }

  /** What the command must come to; the model is as it is afterwards. */
  expect(command: AccountCommand): ModelOutcome {
    const outcome = applyToModel(this.model, command);
    this.model = outcome.model;
    return outcome;
  }

  get nextDueAt(): number | undefined {
    return allDue(this.model)[0]?.at;
  }

  private nextStep(type?: ActType): Step {
    for (;;) {
      const step = this.steps[0];
      if (step === undefined) this.steps = this.draw().steps;
      else {
        this.steps = this.steps.slice(1);
        if (type === undefined ? !NOT_DRAWN.has(step.act.type) : step.act.type === type) return step;
      }
    }
  }

  private draw(): { settings: Settings; steps: readonly Step[] } {
    const [history] = fc.sample(histories(STEPS_AT_ONCE), { seed: this.random.below(2 ** 31), numRuns: 1 });
    if (!history) throw new Error('Nothing was drawn');
    return history;
  }

  private command({ act, by }: { readonly act: Act; readonly by: string }, now: number): AccountCommand {
    const command = commandOf(act, this.model, now, by);
    return { ...command, data: this.sellable(command) } as AccountCommand;
  }

  /** What the catalogue can sell, and codes that are each redeemed once. */
  private sellable({ type, data, now }: AccountCommand): AccountCommand['data'] {
    if (type === 'ChoosePlan') {
      const { plan: named, paidUntil } = data;
      const plan = ['anything', 'nothing'].includes(named) ? TEAM : named;
      const terms = this.catalogue.termsOf(plan);
      return { plan, ...(terms && { terms }), ...(paidUntil && { paidUntil }) };
    }
    if (type === 'RedeemPromoCode') {
      const code = `${this.accountId.toUpperCase()}-${++this.codes}`;
      const { expiresAt, ...terms } = data;
      return { ...terms, code, redeemedAt: now, ...(expiresAt && expiresAt > now && { expiresAt }) };
    }
    if (type !== 'ChargeUsage') return data;
    // A charge states an amount above zero; it may come to zero otherwise.
    if (data.cost === '0.00') return { ...data, cost: { quantity: '0', unitPrice: amount('1') } };
    const isByTokens = typeof data.cost === 'object' && 'inputTokens' in data.cost;
    return isByTokens ? { ...data, model: data.model ?? this.random.of(MODELS) } : data;
  }
}

/** What the ids of an account's entries begin with: its own id, hashed, in base 36. */
const tagOf = (accountId: string): string =>
  BigInt(`0x${createHash('sha256').update(accountId).digest('hex')}`)
    .toString(36)
    .padStart(50, '0')
    .slice(0, 12);
