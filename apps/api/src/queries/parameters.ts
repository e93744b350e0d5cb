/** Query parameters: what each view knows, as text; anything else, or one that is given twice, is 400 by name. */
import type { Instant } from '#domain/messages.js';
import { AmountField, ChoiceField, Field, InstantField, StringField } from '../validation/fields.js';
import { parseInstant } from '../validation/instants.js';
import type { Position } from '#event-store/port/event-store.js';
import type { PastRequest } from '#from-log/cut.js';
import type { Range } from './pages.js';

type CountOptions = {
  readonly min?: number;
  readonly max?: number;
  readonly optional?: boolean;
  readonly description: string;
};

/** A whole number in a query is text. */
export function CountParameter({ min = 0, max = Number.MAX_SAFE_INTEGER, optional = true, description }: CountOptions) {
  const holds = (value: unknown) => {
    const isCount = typeof value === 'string' && /^(0|[1-9]\d{0,15})$/.test(value);
    return isCount && Number(value) >= min && Number(value) <= max;
  };
  const must = `must be a whole number from ${min} to ${max}`;
  return Field({ must, holds }, { type: 'integer', minimum: min, maximum: max }, { optional, description });
}

const MIN_REVISION = 'Waits, up to 5 s, until what is read reflects this revision. One that the log lacks is 400.';
export const PAGE = 'Items a page at most, 50 if not said. A page ends early, with a cursor, before it exceeds 1 MiB.';
export const CURSOR = '`nextCursor` of the page before, with the same other parameters.';

export class LiveParameters {
  @CountParameter({ description: MIN_REVISION }) minRevision?: string;
}

export class PageParameters {
  @CountParameter({ min: 1, max: 500, description: PAGE }) limit?: string;
  @StringField({ optional: true, description: CURSOR }) cursor?: string;
}

export class NotificationsParameters extends LiveParameters {
  @StringField() accountId!: string;
  @CountParameter({ min: 1, max: 500, description: PAGE }) limit?: string;
  @StringField({ optional: true, description: CURSOR }) cursor?: string;
}

export class PastParameters extends LiveParameters {
  @InstantField({ optional: true, description: 'What was recorded by then, this instant included.' }) asOf?: string;
  @CountParameter({ description: 'What was recorded up to this revision.' }) revision?: string;
  @InstantField({ optional: true, description: 'What had happened by then: business time.' }) effective?: string;
  @StringField({
    optional: true,
    pattern: /^\d{1,18}\/\d{1,18}$/,
    example: '4711/4711',
    description: 'What was recorded up to this position of the log.',
  })
  position?: string;
}

export const TRANSACTION_TYPES = [
  'deposit',
  'auto_recharge',
  'promo',
  'allowance',
  'usage',
  'refund',
  'hold',
  'withdrawal',
  'expiry',
  'adjustment',
] as const;
export const TRANSACTION_STATUSES = ['completed', 'pending', 'failed', 'accumulating'] as const;

export class TransactionsParameters extends LiveParameters {
  @ChoiceField(TRANSACTION_TYPES, { optional: true }) type?: string;
  @ChoiceField(TRANSACTION_STATUSES, { optional: true }) status?: string;
  @StringField({ optional: true, description: 'Product.' }) service?: string;
  @StringField({ optional: true }) resourceId?: string;
  @InstantField({ optional: true, description: 'Recorded at or after.' }) from?: string;
  @InstantField({ optional: true, description: 'Recorded at or before.' }) to?: string;
  @CountParameter({ min: 1, max: 500, description: PAGE }) limit?: string;
  @StringField({ optional: true, description: CURSOR }) cursor?: string;
  @ChoiceField(['json', 'csv'], { optional: true, description: 'csv: all that match, where no limit is said.' })
  format?: string;
}

export class BalanceHistoryParameters extends LiveParameters {
  @InstantField({ optional: true, description: 'The first point; 30 days before `to` if not said.' }) from?: string;
  @InstantField({ optional: true, description: 'The last point; now if not said.' }) to?: string;
  @CountParameter({ min: 2, max: 500, description: 'How many, at even distances; 100 if not said.' }) points?: string;
}

export const HOLD_STATUSES = ['held', 'captured', 'released', 'expired'] as const;

export class HoldsParameters extends LiveParameters {
  @ChoiceField(HOLD_STATUSES, { optional: true }) status?: string;
  @StringField({ optional: true }) product?: string;
  @StringField({ optional: true }) resourceId?: string;
  @CountParameter({ min: 1, max: 500, description: PAGE }) limit?: string;
  @StringField({ optional: true, description: CURSOR }) cursor?: string;
}

export class ResourcesParameters extends LiveParameters {
  @ChoiceField(['running', 'stopped'], { optional: true }) status?: 'running' | 'stopped';
  @ChoiceField(['instance', 'cluster', 'storage'], { optional: true }) kind?: 'instance' | 'cluster' | 'storage';
  @StringField({ optional: true }) product?: string;
  @CountParameter({ min: 1, max: 500, description: PAGE }) limit?: string;
  @StringField({ optional: true, description: CURSOR }) cursor?: string;
}

export class UsageParameters extends LiveParameters {
  @InstantField({ optional: true, description: 'Used at or after; 30 days before `to`, or before now, if not said.' })
  from?: string;
  @InstantField({ optional: true, description: 'Used at or before; now if not said.' }) to?: string;
  @StringField({
    optional: true,
    pattern: /^[a-z]+(,[a-z]+){0,4}$/,
    example: 'day,product,model',
    description:
      'Any of product, model, resource, hour, day, in the order of the items; day,product,model if not said.',
  })
  by?: string;
  @StringField({ optional: true, max: 64, description: 'IANA name, of whose hours and days; UTC if not said.' })
  timeZone?: string;
}

export class CreditsCheckParameters extends LiveParameters {
  @AmountField() amount!: string;
  @StringField({ optional: true }) product?: string;
  @StringField({ optional: true }) model?: string;
  @StringField({ optional: true }) gpu?: string;
}

export class EventsParameters extends LiveParameters {
  @CountParameter({ min: 1, description: 'First revision.' }) from?: string;
  @CountParameter({ min: 1, description: 'Last revision.' }) to?: string;
  @CountParameter({ min: 1, max: 500, description: PAGE }) limit?: string;
  @StringField({ optional: true, description: CURSOR }) cursor?: string;
}

export const count = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

/** Of a text that validation has let through. */
export const time = (text: string | undefined): Instant | undefined => parseInstant(text) ?? undefined;

export const pastOf = ({ asOf, revision, effective, position }: PastParameters): PastRequest => ({
  asOf: time(asOf),
  revision: count(revision),
  effective: time(effective),
  position: place(position),
});

/** Of a text that validation has let through. */
function place(text: string | undefined): Position | undefined {
  const [commit, prepare] = text?.split('/') ?? [];
  return commit && prepare ? { commit: BigInt(commit), prepare: BigInt(prepare) } : undefined;
}

export const rangeOf = ({ from, to, limit, cursor }: EventsParameters): Range => ({
  from: count(from),
  to: count(to),
  limit: count(limit) ?? 50,
  cursor,
});
