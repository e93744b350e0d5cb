/**
 * Simulated days of many accounts, on the test clock of a running service: every command that an account can be asked, at random,
 * each answer held against the independent model, and at the end the read models, the log and the whole ledger.
 */
import { createHash } from 'node:crypto';
import { type AccountCommand, COMMAND_TYPES } from '#domain/account/decider.js';
import { forEachBounded } from '../../apps/cli/src/bounded.js';
import { startProgress } from '../../apps/cli/src/progress.js';
import { commandFrom } from '../../libs/domain/testing/arbitraries.js';
import { checkCredits, repeat } from './asides.js';
import { Catalogue, MODELS, OFFERS, PRICES, TEAM } from './catalogue.js';
import { requireExpected } from './compare.js';
import { type Claim, prove } from './proofs.js';
import { Randomness } from './randomness.js';
import { requestOf } from './requests.js';
import { SimulatedService } from './service.js';
import { SimulatedAccount } from './simulated-account.js';
import { DAY_MS, SLOTS_A_DAY, momentAfter, momentsOf } from './timetable.js';

export type Options = {
  readonly url: string;
  readonly days: number;
  readonly accounts: number;
  readonly seed: number;
  readonly concurrency: number;
};

export type Simulated = {
  readonly claims: readonly Claim[];
  /** How often each was asked for, or given by the product itself; how many of them were accepted. */
  readonly commands: ReadonlyMap<AccountCommand['type'], number>;
  readonly accepted: number;
  /** SHA-256 over all commands: the same seed gives the same. */
  readonly fingerprint: string;
  readonly tookMs: number;
};

/** After whatever real time it is: the same commands fall on the same days of the calendar. */
const BEGINNING = Date.UTC(2040, 0, 1);
const PLANS_CHANGE_EVERY_DAYS = 3;
/** So many commands of an account. */
const ASIDE_EVERY = 3;

export async function simulate(options: Options): Promise<Simulated> {
  return new Simulation(new SimulatedService(options.url), options).run();
}

class Simulation {
  private readonly random: Randomness;
  private readonly catalogue = new Catalogue();
  private readonly accounts: readonly SimulatedAccount[];
  private readonly commands = new Map<AccountCommand['type'], number>(COMMAND_TYPES.map((type) => [type, 0]));
  /** Of each account's commands: accounts are asked at the same time. */
  private readonly hashes = new Map<SimulatedAccount, ReturnType<typeof createHash>>();
  private accepted = 0;
  private keys = 0;
  private now = BEGINNING;

  constructor(
    private readonly service: SimulatedService,
    private readonly options: Options,
  ) {
    this.random = new Randomness(options.seed);
    this.accounts = Array.from({ length: options.accounts }, (_, nth) => {
      const accountId = `simulated-${options.seed}-${nth + 1}`;
      return new SimulatedAccount(accountId, this.catalogue, this.random.apart());
    });
    for (const account of this.accounts) this.hashes.set(account, createHash('sha256'));
  }

  async run(): Promise<Simulated> {
    const startedAt = performance.now();
    await this.begin();
    const { days } = this.options;
    const progress = startProgress('simulating', days * SLOTS_A_DAY);
    try {
      for (let day = 0; day < days; day++) {
        for (const planned of momentsOf(BEGINNING + day * DAY_MS, this.random)) {
          await this.moveTo(momentAfter(this.now, planned, this.random.of(this.accounts), this.random));
          await this.askAll((account) => account.some(this.now));
          progress.advance();
        }
        if (day % PLANS_CHANGE_EVERY_DAYS === 0) await this.changePlan();
      }
      await this.moveTo(BEGINNING + days * DAY_MS);
      const [first] = this.accounts;
      if (first) await this.ask(first, first.closing(this.now));
    } finally {
      progress.end();
    }
    const claims = await prove(this.service, this.accounts, this.now, this.options.concurrency);
    return {
      claims,
      commands: this.commands,
      accepted: this.accepted,
      fingerprint: this.fingerprint(),
      tookMs: performance.now() - startedAt,
    };
  }

  private async begin(): Promise<void> {
    await this.move(BEGINNING);
    for (const model of MODELS)
      await this.service.accepted({ method: 'PUT', route: `/v1/models/${model}`, body: PRICES }, this.key());
    await this.changePlan();
    await this.askAll((account) => [account.opening(this.now)]);
    const [first] = this.accounts;
    if (first) await this.askEach(first, first.tour(this.now));
  }

  private askAll(commandsOf: (account: SimulatedAccount) => Iterable<AccountCommand>): Promise<void> {
    return forEachBounded(this.accounts, this.options.concurrency, (account) =>
      this.askEach(account, commandsOf(account)),
    );
  }

  private async askEach(account: SimulatedAccount, commands: Iterable<AccountCommand>): Promise<void> {
    for (const command of commands) await this.ask(account, command);
  }

  private async ask(account: SimulatedAccount, command: AccountCommand): Promise<void> {
    const [request, key, nth] = [requestOf(account.accountId, command), account.key(), account.asked];
    const answer = await this.service.ask(request, key);
    requireExpected(command, answer, this.expect(account, command), this.now);
    if (nth % ASIDE_EVERY !== 0) return;
    if (answer.refused === null) await repeat(this.service, request, { key, answer });
    if (account.model.revision > 0) await checkCredits(this.service, account.model, this.now, nth / ASIDE_EVERY);
  }

  /** The model's outcome; counts the command. */
  private expect(account: SimulatedAccount, command: AccountCommand) {
    this.commands.set(command.type, (this.commands.get(command.type) ?? 0) + 1);
    this.hashes.get(account)?.update(JSON.stringify(command));
    const expected = account.expect(command);
    if (expected.refused === null) this.accepted++;
    return expected;
  }

  /** The accounts that are on the plan have its new terms before time moves. */
  private async changePlan(): Promise<void> {
    const body = this.catalogue.define(TEAM, this.random.of(OFFERS));
    await this.service.accepted({ method: 'PUT', route: `/v1/plans/${TEAM}`, body }, this.key());
    const data = { plan: TEAM, terms: this.catalogue.termsOf(TEAM) };
    for (const account of this.accounts)
      if (account.model.plan?.name === TEAM)
        this.expect(account, commandFrom('ChangePlanTerms', data, this.now, 'system'));
  }

  private async moveTo(moment: number): Promise<void> {
    await this.move(moment);
    for (const account of this.accounts)
      if ((account.nextDueAt ?? Infinity) <= this.now)
        this.expect(account, commandFrom('RecordDue', {}, this.now, 'system'));
  }

  private async move(moment: number): Promise<void> {
    this.now = moment;
    const body = { now: new Date(moment).toISOString() };
    await this.service.accepted({ method: 'PUT', route: '/v1/test-clock', body }, this.key());
  }

  private key(): string {
    return `simulated-${this.options.seed}-${++this.keys}`;
  }

  private fingerprint(): string {
    const all = createHash('sha256');
    for (const account of this.accounts) all.update(this.hashes.get(account)?.digest() ?? '');
    return all.digest('hex');
  }
}
