/** What each role is shown. The API decides; this only keeps from sight what it would refuse. */
import type { Schemas } from '#client/client.js';

export type Role = Schemas['SessionAnswer']['role'];

const STAFF: readonly Role[] = ['support', 'finance', 'auditor'];
const FINANCE: readonly Role[] = ['finance'];

/** Beside `admin`, who may do all. Each is what a page or an action needs, as rule 11.5 has it. */
const MAY = {
  'list accounts': STAFF,
  'explain charges': STAFF,
  'replay accounts': STAFF,
  'read notifications': STAFF,
  'read purchases': ['checkout', ...STAFF],
  'read withdrawals': ['checkout', ...STAFF],
  'review purchases': FINANCE,
  'settle purchases': ['checkout', ...FINANCE],
  'review withdrawals': FINANCE,
  'grant credits': ['support', ...FINANCE],
  'void grants': FINANCE,
  'close accounts': FINANCE,
  'change settings': FINANCE,
  'read promo codes': STAFF,
  'define promo codes': [],
  'define plans': [],
  'price models': [],
  'read webhooks': STAFF,
  'configure webhooks': [],
  audit: ['finance', 'auditor'],
  'see the system': STAFF,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof MAY;

export const may = (role: Role, permission: Permission): boolean =>
  role === 'admin' || (MAY[permission] as readonly Role[]).includes(role);
