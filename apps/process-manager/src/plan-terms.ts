/**
 * Brings a change of a plan to the accounts that are on it (rule 8.6). It follows the catalogue, and the accounts too: one that
 * chose the plan at the same moment may have done so with the terms before. What it sends are the terms that the catalogue has
 * when it is sent, so nothing comes of it a second time; and whoever was late with older ones is followed and corrected.
 */
import { accountAggregate } from '#domain/account/decider.js';
import { areSame } from '#domain/account/plans/change-plan-terms.js';
import type { CycleTerms } from '#domain/account/plans/events.js';
import { DomainError } from '#domain/errors.js';
import { SYSTEM } from '#domain/messages.js';
import { type PlanCatalogue, nextTermsOf } from '#domain/plans/plan-catalogue.js';
import { accountCodec } from '#event-store/codec/account-codec.js';
import { planCatalogueCodec } from '#event-store/codec/plan-catalogue-codec.js';
import type { EventStore, StoredEvent } from '#event-store/port/event-store.js';
import { PLAN_TERMS_FOLLOWER, idOf, streamName, streamPrefix } from '#event-store/port/streams.js';
import type { AccountWriter } from '#event-store/writer/account-writer.js';
import type { PlanCatalogueWriter } from '#event-store/writer/plan-catalogue-writer.js';
import { checkpointInLog } from '#followers/checkpoint-in-log.js';
import { runFollower } from '#followers/follower.js';
import { logSource } from '#followers/log-source.js';
import type { Located } from '#followers/port.js';
import type { PlanMembers } from './accounts-on-plan.js';

type Notes = { info(details: object, message: string): void; warn(details: object, message: string): void };

/** The terms of a plan that an account has by an entry of its log. */
type Had = { readonly accountId: string; readonly plan: string; readonly terms: CycleTerms };
/** Of events that neither change a plan nor give an account its terms nothing is read. */
type Arrived = Located & { readonly changed?: string; readonly had: readonly Had[] };

export type PlanTermsOptions = {
  readonly store: EventStore;
  readonly accounts: Pick<AccountWriter, 'execute'>;
  readonly plans: Pick<PlanCatalogueWriter, 'query'>;
  readonly members: PlanMembers;
  readonly logger: Notes;
  readonly signal: AbortSignal;
  readonly standbyMs?: number;
};

const CATALOGUE = streamName('plan-catalogue');
/** Stored types that may change a plan, or hold terms of an account: charges, which are most of the log, are not even sent here. */
const TYPES = ['PlanDefined', 'EntriesJoined', 'PlanChosen', 'PlanTermsChanged'];

/** Until the signal aborts. */
export function followPlanTerms(options: PlanTermsOptions): Promise<void> {
  const { store, logger, signal, standbyMs } = options;
  const streamPrefixes = [CATALOGUE, streamPrefix('account')];
  const source = logSource<Arrived>(store, { streamPrefixes, types: TYPES, read });
  const perform = (arrived: readonly Arrived[]): Promise<void> => bring(arrived, options);
  const hasEffect = ({ changed, had }: Arrived): boolean => changed !== undefined || had.length > 0;
  const pace = standbyMs === undefined ? {} : { standbyMs };
  return runFollower({
    source,
    effects: checkpointInLog({ store, name: PLAN_TERMS_FOLLOWER, perform, hasEffect, signal, log: logger, ...pace }),
    sizeOf: () => 1,
    signal,
    onFailure: (error, nth) => {
      if (nth === 1) logger.warn({ err: error }, 'Bringing changed plans to their accounts failed; retrying');
    },
    onRecovery: () => logger.info({}, 'Changed plans are brought to their accounts again'),
  });
}

function read(stored: StoredEvent): Arrived {
  const { position, stream } = stored;
  if (stream === CATALOGUE) return { position, changed: planCatalogueCodec.decode(stored).data.plan, had: [] };
  const accountId = idOf('account', stream);
  const had = accountAggregate.entriesOf(accountCodec.decode(stored)).flatMap((entry): Had[] => {
    if (entry.type !== 'PlanChosen' && entry.type !== 'PlanTermsChanged') return [];
    const { plan, terms } = entry.data;
    return terms === undefined ? [] : [{ accountId, plan, terms }];
  });
  return { position, had };
}

async function bring(arrived: readonly Arrived[], { accounts, plans, members }: PlanTermsOptions): Promise<void> {
  const catalogue = await plans.query('', (state: PlanCatalogue) => state);
  const send = async (accountId: string, plan: string): Promise<void> => {
    const terms = nextTermsOf(catalogue, plan);
    if (terms === undefined) return;
    try {
      await accounts.execute(accountId, { type: 'ChangePlanTerms', data: { plan, terms }, origin: SYSTEM });
    } catch (problem) {
      // An account that was closed meanwhile has no next cycle.
      if (!(problem instanceof DomainError && problem.code === 'account-closed')) throw problem;
    }
  };
  const changed = new Set(arrived.flatMap((each) => each.changed ?? []));
  for (const plan of changed) {
    for await (const accountIds of members(plan)) await Promise.all(accountIds.map((id) => send(id, plan)));
  }
  const differing = arrived
    .flatMap(({ had }) => had)
    .filter(({ plan, terms }) => {
      const now = nextTermsOf(catalogue, plan);
      return now !== undefined && !areSame(now, terms);
    });
  await Promise.all(differing.map(({ accountId, plan }) => send(accountId, plan)));
}
