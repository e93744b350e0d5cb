import { ofAccount } from './paths.mjs';

/** @type {readonly import('./steps.mjs').Chapter[]} */
export const operations = [
  {
    title: 'How it is',
    text: `What an API process can see of the others: whether each part answers, how far read models are behind the log, what is due.`,
    steps: [{ title: 'The parts and how far they have come', request: 'GET /v1/system', role: 'support' }],
  },
  {
    title: 'Being notified',
    text: `What happens is posted to a webhook, at least once and signed; [webhooks.md](webhooks.md) says how to verify it.`,
    steps: [
      {
        title: 'Register a webhook; the answer shows its secret, this once',
        request: 'PUT /v1/webhooks/{id}',
        at: { id: 'orchestrator' },
        body: { url: 'http://127.0.0.1:8080/', types: ['purchase.completed'] },
      },
      {
        title: 'Let something happen',
        request: `POST ${ofAccount('/purchases')}`,
        body: { amount: '12', paymentMethod: 'io_coin', status: 'completed' },
      },
      {
        title: 'List its deliveries',
        request: 'GET /v1/webhooks/{id}/deliveries',
        at: { id: 'orchestrator' },
        until: 'deliveryId',
      },
      {
        title: 'Send one again',
        request: 'POST /v1/webhooks/{id}/deliveries/{deliveryId}/redeliver',
        at: { id: 'orchestrator' },
        body: {},
      },
      { title: 'List the webhooks', request: 'GET /v1/webhooks', role: 'support' },
      { title: 'The feed of an account', request: 'GET /v1/notifications', query: 'accountId=team-42&limit=2' },
    ],
  },
  {
    title: 'The end',
    text: `An account is closed when nothing is open on it. What is left of purchases is withdrawn before, or given up.`,
    steps: [
      {
        title: 'Open one more',
        request: 'POST /v1/accounts',
        at: {},
        role: 'service',
        body: { accountId: 'team-43' },
      },
      {
        title: 'Close it',
        request: `POST ${ofAccount('/close')}`,
        at: { accountId: 'team-43' },
        role: 'finance',
        body: { forfeit: true },
      },
    ],
  },
  {
    title: 'Testing an integration',
    text: `Started with \`TEST_CLOCK=true\`, all processes share a clock that stands still until it is moved. The answer comes when
all that fell due has been recorded.`,
    steps: [
      { title: 'What time it is', request: 'GET /v1/test-clock' },
      { title: 'Move on by an hour', request: 'PUT /v1/test-clock', body: { advanceSeconds: 3600 } },
    ],
  },
];
