import { ofAccount } from './paths.mjs';

const tokens = { product: 'inference', model: 'meta/llama-70b', inputTokens: 12000, outputTokens: 800 };

/** @type {readonly import('./steps.mjs').Chapter[]} */
export const usage = [
  {
    title: 'Usage',
    text: `A charge says what it costs in one of three ways: an amount, a quantity with its price, or a model with tokens or
units. The answer says which buckets paid.`,
    steps: [
      {
        title: 'Check whether credits suffice, before the usage',
        request: `GET ${ofAccount('/credits/check')}`,
        query: 'amount=2.50&product=inference&model=meta%2Fllama-70b',
        role: 'service',
      },
      {
        title: 'Charge a request to a model',
        request: `POST ${ofAccount('/charges')}`,
        role: 'service',
        body: { ...tokens, resourceId: 'chat-7', description: 'Chat completion', metadata: { user: 'ada' } },
      },
      {
        title: 'Explain why these buckets paid, and the others did not',
        request: `GET ${ofAccount('/transactions/{transactionId}/explain')}`,
      },
      {
        title: 'Give a part of it back',
        request: `POST ${ofAccount('/charges/{transactionId}/refunds')}`,
        role: 'service',
        body: { amount: '0.001', reason: 'The answer was cut off' },
      },
      {
        title: 'Charge what credits do not suffice for yet: it waits, 202, and is paid or fails',
        request: `POST ${ofAccount('/charges')}`,
        role: 'service',
        body: { amount: '5000', product: 'training', onInsufficient: 'pend' },
        status: 202,
      },
      {
        title: 'Charge many lines at once, each with a key of its own and as if it were alone',
        request: 'POST /v1/charges/batch',
        role: 'service',
        body: {
          charges: [
            { accountId: 'team-42', idempotencyKey: 'chat-8', amount: '1.25', product: 'inference' },
            { accountId: 'team-0', idempotencyKey: 'chat-9', amount: '1.25', product: 'inference' },
          ],
        },
      },
      {
        title: 'The same without an end, line by line, both ways',
        request: 'POST /v1/charges/batch',
        role: 'service',
        body: [
          {
            accountId: 'team-42',
            idempotencyKey: 'img-1',
            product: 'images',
            model: 'meta/llama-70b',
            units: { image: '2' },
          },
          {
            accountId: 'team-42',
            idempotencyKey: 'gpu-1',
            product: 'gpu',
            gpu: 'h100',
            quantity: '0.5',
            unitPrice: '2.10',
          },
        ],
      },
    ],
  },
  {
    title: 'Holds',
    text: `Credits are set aside for a deployment, and captured as it goes.`,
    steps: [
      {
        title: 'Set credits aside',
        request: `POST ${ofAccount('/holds')}`,
        role: 'service',
        body: { amount: '20', product: 'vm', gpu: 'h100', resourceId: 'ns/pod-1', expiresInSeconds: 86400 },
      },
      {
        title: 'Capture a part, and keep the rest held',
        request: `POST ${ofAccount('/holds/{holdId}/capture')}`,
        role: 'service',
        body: { amount: '7.50', final: false },
      },
      {
        title: 'Release what is still held',
        request: `POST ${ofAccount('/holds/{holdId}/release')}`,
        role: 'service',
        body: {},
      },
      { title: 'List the holds', request: `GET ${ofAccount('/holds')}`, query: 'status=released' },
    ],
  },
  {
    title: 'What runs',
    text: `Machines, clusters and storage cost by the hour until they are stopped.`,
    steps: [
      {
        title: 'Start a resource',
        request: `POST ${ofAccount('/resources')}`,
        role: 'service',
        body: {
          resourceId: 'ns/vm-1',
          kind: 'instance',
          product: 'vm',
          name: 'Trainer',
          gpu: 'h100',
          ratePerHour: '2.40',
        },
      },
      {
        title: 'List what runs, with what has accrued',
        request: `GET ${ofAccount('/resources')}`,
        query: 'status=running',
      },
      {
        title: 'Stop it: the fraction of the last hour is charged',
        request: `POST ${ofAccount('/resources/{resourceId}/stop')}`,
        role: 'service',
        body: {},
      },
    ],
  },
  {
    title: 'Credits are paid out',
    text: `Purchased credits that are left may be withdrawn. Another key than the one that requested it approves.`,
    steps: [
      {
        title: 'Request a withdrawal',
        request: `POST ${ofAccount('/withdrawals')}`,
        role: 'checkout',
        body: { amount: '15', destination: 'Bank account ending in 4711' },
      },
      {
        title: 'Approve it',
        request: `POST ${ofAccount('/withdrawals/{withdrawalId}/approve')}`,
        role: 'finance',
        body: {},
      },
      {
        title: 'Record that it is paid',
        request: `POST ${ofAccount('/withdrawals/{withdrawalId}/paid')}`,
        role: 'finance',
        body: { reason: 'Transfer 17' },
      },
      {
        title: 'Request another',
        request: `POST ${ofAccount('/withdrawals')}`,
        role: 'checkout',
        body: { amount: '10', destination: 'Bank account ending in 4711' },
      },
      {
        title: 'Reject it: its credits return',
        request: `POST ${ofAccount('/withdrawals/{withdrawalId}/reject')}`,
        role: 'finance',
        body: { reason: 'Account unknown to the bank' },
      },
      { title: 'List the withdrawals', request: `GET ${ofAccount('/withdrawals')}` },
    ],
  },
];
