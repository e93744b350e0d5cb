/** What is stored of each member of an account. A new member does not compile before it is said here whether a balance needs it. */
import type { Account, Bucket } from '#domain/account/state.js';

/** `moving`: it moves with every charge. `in part`: what of it a balance needs. */
type Stored = 'moving' | 'term' | 'term in part' | 'not';

const MEMBERS = {
  accountId: 'term',
  tag: 'term',
  name: 'term',
  openedAt: 'term',
  status: 'term',
  graceDeadline: 'term',
  paygUnlocked: 'term',
  repaymentGoesOnAt: 'term',
  autoRecharge: 'term',
  plan: 'term',
  isDepleted: 'term',
  pendingPayments: 'term',
  resources: 'term',
  settings: 'term in part',
  purchases: 'term in part',
  holds: 'term in part',
  revision: 'moving',
  recordedAt: 'moving',
  overdraft: 'moving',
  debts: 'moving',
  buckets: 'moving',
  withdrawals: 'not',
} satisfies Record<keyof Account, Stored>;

const BUCKET_MEMBERS = {
  bucketId: 'term',
  kind: 'term',
  source: 'term',
  scope: 'term',
  revision: 'term',
  effectiveAt: 'term',
  expiresAt: 'term',
  cycles: 'term',
  noticeAt: 'term',
  isPending: 'term',
  isWithdrawable: 'term',
  isVoided: 'term',
  remaining: 'moving',
  held: 'moving',
  lapsed: 'moving',
  endedAt: 'moving',
} satisfies Record<keyof Bucket, Exclude<Stored, 'not' | 'term in part'>>;

type MembersThatAre<K extends Stored, Table> = { [M in keyof Table]: Table[M] extends K ? M : never }[keyof Table];
const membersThatAre = <K extends Stored, Table extends Readonly<Record<string, Stored>>>(
  table: Table,
  ...kinds: K[]
) =>
  Object.keys(table).filter((member) => (kinds as Stored[]).includes(table[member] ?? 'not')) as MembersThatAre<
    K,
    Table
  >[];

export type WholeTerm = MembersThatAre<'term', typeof MEMBERS>;
export type MovingBucketMember = MembersThatAre<'moving', typeof BUCKET_MEMBERS>;

/** What makes the terms of an account differ. */
export const TERMS = membersThatAre(MEMBERS, 'term', 'term in part');
export const BUCKET_TERMS = membersThatAre(BUCKET_MEMBERS, 'term');
/** What an account may have that is not in a row. */
export const NOT_AS_IT_IS = membersThatAre(MEMBERS, 'term in part', 'not');
