/** Every refusal has a stable code. Clients switch on it; apps/api maps each to an HTTP status in one table. */
export type ErrorCode =
  | 'invalid'
  | 'insufficient-credits'
  | 'account-suspended'
  | 'account-closed'
  | 'account-not-found'
  | 'not-found'
  | 'already-exists'
  | 'already-settled'
  | 'nothing-to-void'
  | 'exceeds-charge'
  | 'exceeds-hold'
  | 'too-many-holds'
  | 'too-many-payments'
  | 'not-withdrawable'
  | 'four-eyes'
  | 'wrong-state'
  | 'not-running'
  | 'support-grant-limit'
  | 'not-closable'
  | 'too-many-buckets'
  | 'too-many-resources'
  | 'too-many-webhooks'
  | 'promo-code-invalid'
  | 'promo-code-already-redeemed'
  | 'promo-code-expired'
  | 'promo-code-limit-reached'
  | 'idempotency-key-reused';

/**
 * A command was refused by a rule. `message` is a sentence for a person; `field` names the member of the request at
 * fault; `details` become members of the problem beside `code` (rule 11.2).
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly field?: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: ErrorCode,
    message: string,
    { field, ...details }: { field?: string } & Record<string, unknown> = {},
  ) {
    super(message);
    if (field !== undefined) this.field = field;
    this.details = details;
  }
}

/** A promise of the ledger was broken: a defect, never a refusal. Nothing is written. */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
}

/** `of`: what the promise is about. It comes apart, as a text put together for every event that keeps it costs more than looking. */
export function invariant(holds: boolean, promise: string, of?: string | number): asserts holds {
  if (!holds) throw new InvariantViolation(of === undefined ? promise : `${promise}: ${of}`);
}
