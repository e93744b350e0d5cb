import { ofAccount } from './paths.mjs';

/** @type {readonly import('./steps.mjs').Chapter[]} */
export const reading = [
  {
    title: 'Reading',
    text: `Every answer about an account names the \`revision\` that it reflects; \`minRevision\` waits for one. Balance and buckets
can be read of the past too: \`asOf\`, \`revision\`, \`position\` or \`effective\`.`,
    steps: [
      { title: 'What there is', request: `GET ${ofAccount('/balance')}`, role: 'service' },
      {
        title: 'What there was, after the first two entries',
        request: `GET ${ofAccount('/balance')}`,
        query: 'revision=2',
      },
      { title: 'The buckets', request: `GET ${ofAccount('/buckets')}` },
      { title: 'The plan, and what is used of its allowance', request: `GET ${ofAccount('/plan')}` },
      { title: 'How fast credits go', request: `GET ${ofAccount('/burn-rate')}` },
      { title: 'Everything that an account’s page shows, at one revision', request: `GET ${ofAccount('/overview')}` },
      { title: 'Usage by product and model', request: `GET ${ofAccount('/usage')}`, query: 'by=product,model' },
      { title: 'The last transactions', request: `GET ${ofAccount('/transactions')}`, query: 'type=usage&limit=2' },
      {
        title: 'The same as CSV, all of them',
        request: `GET ${ofAccount('/transactions')}`,
        query: 'format=csv&type=refund',
      },
      {
        title: 'The balance in time, as a chart shows it',
        request: `GET ${ofAccount('/balance-history')}`,
        query: 'points=3',
      },
      {
        title: 'A statement as CSV: opening balance, every movement, closing balance (its first lines)',
        request: `GET ${ofAccount('/statement')}`,
        query: 'from=2026-01-01T00:00:00.000Z&to={asOf}&format=csv',
        firstLines: 8,
      },
      {
        title: 'The same as a page that prints well',
        request: `GET ${ofAccount('/statement')}`,
        query: 'from=2026-01-01T00:00:00.000Z&to={asOf}&format=html',
        firstLines: 3,
      },
      {
        title: 'A statement of a time before the account was opened',
        request: `GET ${ofAccount('/statement')}`,
        query: 'from=2026-01-01T00:00:00.000Z&to=2026-01-31T23:59:59.999Z',
      },
      { title: 'One transaction', request: `GET ${ofAccount('/transactions/{transactionId}')}` },
    ],
  },
  {
    title: 'Where did my credits go?',
    text: `Support reads an account’s history as it was recorded, or step by step with what each entry changed.`,
    steps: [
      { title: 'The first entries', request: `GET ${ofAccount('/events')}`, query: 'limit=2', role: 'support' },
      {
        title: 'Replay: before, after, and what differs',
        request: `GET ${ofAccount('/replay')}`,
        query: 'from=3&to=3',
        role: 'support',
      },
    ],
  },
  {
    title: 'Over all accounts',
    text: `Worklists for staff, and the books for auditors.`,
    steps: [
      {
        title: 'Accounts by status, debt or text',
        request: 'GET /v1/accounts',
        query: 'query=team&limit=2',
        role: 'support',
      },
      { title: 'Purchases that wait', request: 'GET /v1/purchases', query: 'status=approved', role: 'finance' },
      { title: 'Withdrawals of a status', request: 'GET /v1/withdrawals', query: 'status=paid', role: 'finance' },
      {
        title: 'The trial balance of the whole ledger',
        request: 'GET /v1/audit/trial-balance',
        query: 'limit=3',
        role: 'auditor',
      },
      {
        title: 'What moved in a month (here: before anything did)',
        request: 'GET /v1/audit/report',
        query: 'month=2026-01',
        role: 'auditor',
      },
      { title: 'The journal, for hledger', request: 'GET /v1/audit/journal', query: 'format=hledger', role: 'auditor' },
    ],
  },
  {
    title: 'Checking without trusting',
    text: `What was signed of the log, and proofs that need nothing of Drawdown: see [proof.md](proof.md). What is recorded is signed
after five minutes at the latest, or after \`CHECKPOINT_SECONDS\`.`,
    steps: [
      {
        title: 'The newest signed checkpoint',
        request: 'GET /v1/audit/checkpoints',
        query: 'limit=1',
        role: 'auditor',
        until: 'nextCursor',
      },
      { title: 'One of them', request: 'GET /v1/audit/checkpoints/{number}', at: { number: '1' }, role: 'auditor' },
      {
        title: 'That an entry is in what it signed',
        request: 'GET /v1/audit/checkpoints/{number}/inclusion',
        at: { number: 'newest' },
        query: 'accountId=team-42&revision=1',
        role: 'auditor',
      },
      {
        title: 'That it begins with an older one',
        request: 'GET /v1/audit/checkpoints/{number}/consistency',
        at: { number: 'newest' },
        query: 'from=1',
        role: 'auditor',
      },
      {
        title: 'Everything, for a verification offline (its first line)',
        request: 'GET /v1/audit/export',
        role: 'auditor',
        firstLines: 1,
      },
    ],
  },
];
