import { type Amount, ZERO } from '../../money.js';
import type { Settings } from '../events.js';

/** What usage may cost beyond the buckets: nothing before the first completed purchase or where zero terminates. */
export const overdraftLimitOf = ({
  paygUnlocked,
  settings: { onZero, overdraftLimit },
}: {
  readonly paygUnlocked: boolean;
  readonly settings: Pick<Settings, 'onZero' | 'overdraftLimit'>;
}): Amount => (paygUnlocked && onZero === 'grace' ? overdraftLimit : ZERO);
