/** Every refusal and failure a client can meet: its stable code, HTTP status and title. The one table of them. */
import type { ErrorCode } from '#domain/errors.js';
import type { EventStoreError } from '#event-store/port/errors.js';

/** Codes of the HTTP layer itself and of the read models. */
type ApiCode =
  | 'unauthorized'
  | 'forbidden'
  | 'request-timeout'
  | 'payload-too-large'
  | 'headers-too-large'
  | 'unsupported-media-type'
  | 'read-model-behind'
  | 'read-model-unavailable'
  | 'rebuilding'
  | 'unavailable'
  | 'internal';

export type ProblemCode = ErrorCode | EventStoreError['code'] | ApiCode;

type Kind = { readonly status: number; readonly title: string };
const kind = (status: number, title: string): Kind => ({ status, title });

/** Seconds after which trying again makes sense, for 429 and 503. */
export const RETRY_AFTER_SECONDS = 1;

export const PROBLEMS: Readonly<Record<ProblemCode, Kind>> = {
  invalid: kind(400, 'Invalid input'),
  unauthorized: kind(401, 'API key required'),
  'insufficient-credits': kind(402, 'Insufficient credits'),
  'account-suspended': kind(402, 'Account suspended'),
  forbidden: kind(403, 'Not allowed for this role'),
  'four-eyes': kind(403, 'Another key must approve'),
  'support-grant-limit': kind(403, 'Grant limit exceeded'),
  'account-not-found': kind(404, 'No such account'),
  'not-found': kind(404, 'Not found'),
  'promo-code-invalid': kind(404, 'No such promo code'),
  'already-exists': kind(409, 'Exists already'),
  'already-settled': kind(409, 'Settled already'),
  'nothing-to-void': kind(409, 'Nothing to void'),
  'exceeds-charge': kind(409, 'More than was charged'),
  'exceeds-hold': kind(409, 'More than is held'),
  'too-many-holds': kind(409, 'Too many open holds'),
  'too-many-payments': kind(409, 'Too many pending payments'),
  'not-withdrawable': kind(409, 'Not withdrawable'),
  'wrong-state': kind(409, 'Not possible in this state'),
  'not-running': kind(409, 'Not running'),
  'not-closable': kind(409, 'Not closable'),
  'too-many-buckets': kind(409, 'Too many open buckets'),
  'too-many-resources': kind(409, 'Too many resources'),
  'too-many-webhooks': kind(409, 'Too many webhooks'),
  'too-much-at-once': kind(409, 'Too much at once'),
  'promo-code-already-redeemed': kind(409, 'Promo code redeemed already'),
  'promo-code-expired': kind(409, 'Promo code expired'),
  'promo-code-limit-reached': kind(409, 'Promo code used up'),
  'account-closed': kind(410, 'Account closed'),
  'request-timeout': kind(408, 'Request took too long'),
  'payload-too-large': kind(413, 'Body too large'),
  'unsupported-media-type': kind(415, 'Unsupported media type'),
  'idempotency-key-reused': kind(422, 'Idempotency key reused'),
  'queue-full': kind(429, 'Too many commands waiting'),
  'headers-too-large': kind(431, 'Headers too large'),
  internal: kind(500, 'Internal error'),
  'append-rejected': kind(500, 'Could not be recorded'),
  busy: kind(503, 'Busy'),
  'outcome-unknown': kind(503, 'Outcome unknown'),
  'store-unavailable': kind(503, 'Event store unavailable'),
  'read-model-behind': kind(503, 'Read model behind'),
  'read-model-unavailable': kind(503, 'Read model unavailable'),
  rebuilding: kind(503, 'Read models are being rebuilt'),
  unavailable: kind(503, 'Unavailable'),
};
