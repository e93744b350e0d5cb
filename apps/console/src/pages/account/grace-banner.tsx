/** An account in trouble: how long it has, and what would help. */
import type { Schemas } from '#client/client.js';
import { duration } from '../../format/times.js';
import { useNow } from '../../session/now.js';
import { Banner } from '../../ui/banner.js';
import { TimeText } from '../../ui/time-text.js';
import { endsGrace, endsSuspension } from './grace-words.js';

export function GraceBanner({ overview: { balance, resources } }: { readonly overview: Schemas['Overview'] }) {
  if (balance.status === 'suspended') {
    return (
      <Banner tone="bad" title="Suspended: its service was terminated">
        {endsSuspension(balance)}
      </Banner>
    );
  }
  if (balance.status !== 'grace' || balance.graceDeadline === null) return null;
  return (
    <Banner tone="wait" title={<Countdown deadline={balance.graceDeadline} />}>
      Service is terminated at <TimeText at={balance.graceDeadline} />. What ends it: {endsGrace(balance, resources)}.
    </Banner>
  );
}

/** Screen readers are told once, not every second. */
function Countdown({ deadline }: { readonly deadline: string }) {
  const leftMs = Date.parse(deadline) - useNow();
  return (
    <>
      In grace:{' '}
      <span className="countdown" role="timer" aria-live="off">
        {leftMs > 0 ? `${duration(leftMs)} left` : 'the time is over'}
      </span>
    </>
  );
}
