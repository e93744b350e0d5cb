import type { Instant } from '../../messages.js';
import { sum } from '../../money.js';
import { take } from '../bucket-changes.js';
import { type EventTable, nothing } from '../event-record.js';
import { afterRestoring, afterTermination } from '../resources/served.js';
import { type Account, withoutGrace } from '../state.js';
import { reduced } from './debts.js';
import type { OverdraftRepaid, SolvencyEvent } from './events.js';

export const solvencyEvents = {
  OverdraftRepaid: {
    fold: (account, { data, recordedAt }) => repaid(account, data, recordedAt),
    makes: nothing,
    rowsIn: ['movements', 'allowances'],
    takesCredits: false,
    marks({ repayments }) {
      const debts = repayments.map(({ revision }) => revision);
      return { span: { first: Math.min(...debts), last: Math.max(...debts) } };
    },
    beginsDueFact: ({ isContinued }) => isContinued === true,
  },
  GraceStarted: {
    fold: (account, { data }) => ({ ...account, status: 'grace', graceDeadline: data.deadline }),
    makes: nothing,
    rowsIn: ['notifications', 'accounts'],
    takesCredits: false,
  },
  GraceEnded: {
    fold: (account) => ({ ...withoutGrace(account), status: 'active' }),
    makes: nothing,
    rowsIn: ['accounts'],
    takesCredits: false,
  },
  // A termination may also be what another fact led to: it begins nothing.
  ServiceTerminated: {
    fold: ({ resources, ...account }, { effectiveAt }) => ({
      ...withoutGrace({ ...account, resources: afterTermination(resources, effectiveAt) }),
      status: 'suspended',
    }),
    makes: nothing,
    rowsIn: ['notifications', 'accounts', 'resources', 'burnRate'],
    takesCredits: false,
  },
  ServiceRestored: {
    fold: (account, { effectiveAt }) => ({
      ...account,
      status: 'active',
      resources: afterRestoring(account.resources, effectiveAt),
    }),
    makes: nothing,
    rowsIn: ['notifications', 'accounts', 'resources', 'burnRate'],
    takesCredits: false,
  },
} satisfies EventTable<SolvencyEvent>;

function repaid(account: Account, data: OverdraftRepaid['data'], at: Instant): Account {
  const parts = data.repayments.map(({ revision, from }) => ({ revision, amount: sum(from.map((l) => l.amount)) }));
  const lines = data.repayments.flatMap(({ from }) => from);
  const { repaymentGoesOnAt: _, ...rest } = reduced(take(account, lines, at), parts);
  return data.goesOnAt === undefined ? rest : { ...rest, repaymentGoesOnAt: data.goesOnAt };
}
