/**
 * Finishes redemptions of promo codes that a process reserved and did not live to grant (rule 4.7). Each reservation in the
 * log comes by here: what is granted already is granted under the same key, so nothing comes of it a second time.
 */
import { DomainError } from '#domain/errors.js';
import type { PromoCodeEvent } from '#domain/promo-codes/events.js';
import { promoCodeCodec } from '#event-store/codec/promo-code-codec.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { REDEMPTIONS_FOLLOWER, streamPrefix } from '#event-store/port/streams.js';
import { type Redeeming, finishRedemption } from '#event-store/writer/redemption.js';
import { checkpointInLog } from '#followers/checkpoint-in-log.js';
import { runFollower } from '#followers/follower.js';
import { logSource } from '#followers/log-source.js';
import type { Located } from '#followers/port.js';

type Notes = { info(details: object, message: string): void; warn(details: object, message: string): void };
type Arrived = Located & { readonly event: PromoCodeEvent };

export type RedemptionsOptions = Redeeming & {
  readonly store: EventStore;
  readonly logger: Notes;
  readonly signal: AbortSignal;
  readonly standbyMs?: number;
};

/** Until the signal aborts. */
export function followRedemptions({
  store,
  logger,
  signal,
  standbyMs,
  ...redeeming
}: RedemptionsOptions): Promise<void> {
  const source = logSource<Arrived>(store, {
    streamPrefixes: [streamPrefix('promo-code')],
    read: (stored) => ({ position: stored.position, event: promoCodeCodec.decode(stored) }),
  });
  const perform = async (arrived: readonly Arrived[]): Promise<void> => {
    await Promise.all(arrived.map(({ event }) => finish(redeeming, event)));
  };
  const pace = standbyMs === undefined ? {} : { standbyMs };
  return runFollower({
    source,
    effects: checkpointInLog({ store, name: REDEMPTIONS_FOLLOWER, perform, signal, log: logger, ...pace }),
    sizeOf: () => 1,
    signal,
    onFailure: (error, nth) => {
      if (nth === 1) logger.warn({ err: error }, 'Finishing redemptions of promo codes failed; retrying');
    },
    onRecovery: () => logger.info({}, 'Redemptions of promo codes are finished again'),
  });
}

async function finish(redeeming: Redeeming, event: PromoCodeEvent): Promise<void> {
  if (event.type !== 'RedemptionReserved') return;
  try {
    await finishRedemption(redeeming, event);
  } catch (problem) {
    // The account takes no credits: the redemption is given back.
    if (!(problem instanceof DomainError)) throw problem;
  }
}
