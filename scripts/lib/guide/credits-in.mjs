import { ofAccount } from './paths.mjs';

const bought = { amount: '50', paymentMethod: 'usdc', status: 'completed' };

/** @type {readonly import('./steps.mjs').Chapter[]} */
export const creditsIn = [
  {
    title: 'Credits come in',
    text: `Each grant and each purchase is a bucket of its own, with its own scope and expiry.`,
    steps: [
      {
        title: 'Grant promotional credits that pay for one model',
        request: `POST ${ofAccount('/grants')}`,
        body: {
          amount: '10',
          scope: { models: ['meta/llama-70b'] },
          expiresAt: '2099-12-31T00:00:00.000Z',
          source: 'incentive',
          reason: 'Beta tester',
        },
      },
      {
        title: 'Void what is left of a grant',
        request: `POST ${ofAccount('/grants/{bucketId}/void')}`,
        body: { reason: 'Granted by mistake' },
      },
      {
        title: 'Redeem a promo code',
        request: `POST ${ofAccount('/promo-codes/{code}/redeem')}`,
        at: { code: 'welcome' },
        role: 'service',
        body: {},
      },
      {
        title: 'Open a purchase by card; the answer says what is to be paid',
        request: `POST ${ofAccount('/purchases')}`,
        role: 'checkout',
        body: {
          amount: '100',
          paymentMethod: 'card',
          invoiceUrl: 'https://pay.example.com/in_1',
          bonus: { amount: '5' },
          metadata: { order: 'A-17' },
        },
      },
      {
        title: 'Complete it once it is paid: its credits come in',
        request: `POST ${ofAccount('/purchases/{purchaseId}/complete')}`,
        role: 'checkout',
        body: {},
      },
      {
        title: 'Open one that is not paid in the end',
        request: `POST ${ofAccount('/purchases')}`,
        role: 'checkout',
        body: { amount: '10', paymentMethod: 'bank_transfer' },
      },
      {
        title: 'Record that it failed',
        request: `POST ${ofAccount('/purchases/{purchaseId}/fail')}`,
        role: 'checkout',
        body: { reason: 'No money came' },
      },
      {
        title: 'Request credits that finance decides on',
        request: `POST ${ofAccount('/purchases')}`,
        body: { amount: '200', paymentMethod: 'request', metadata: { contact: 'Ada' } },
      },
      {
        title: 'Approve a request; its credits can be spent at once, and withdrawn when it is paid',
        request: `POST ${ofAccount('/purchases/{purchaseId}/approve')}`,
        role: 'finance',
        body: { paid: false, reason: 'Known customer' },
      },
      {
        title: 'Request more',
        request: `POST ${ofAccount('/purchases')}`,
        body: { amount: '5000', paymentMethod: 'request' },
      },
      {
        title: 'Reject a request',
        request: `POST ${ofAccount('/purchases/{purchaseId}/reject')}`,
        role: 'finance',
        body: { reason: 'Too much for a start' },
      },
      { title: 'Buy and pay in one step', request: `POST ${ofAccount('/purchases')}`, body: bought },
      {
        title: 'Reverse a completed purchase that was charged back',
        request: `POST ${ofAccount('/purchases/{purchaseId}/reverse')}`,
        role: 'finance',
        body: { reason: 'Chargeback' },
      },
      { title: 'List the account’s purchases', request: `GET ${ofAccount('/purchases')}`, query: 'limit=2' },
      {
        title: 'Give credits back for money that was not paid in credits',
        request: `POST ${ofAccount('/returns')}`,
        role: 'finance',
        body: { amount: '3.50', product: 'support', reason: 'Cancelled', externalReference: 'inv-9' },
      },
      {
        title: 'Have it recharge by itself',
        request: `PUT ${ofAccount('/auto-recharge')}`,
        role: 'checkout',
        body: { enabled: true, threshold: '10', amount: '50', paymentMethod: 'card', monthlyLimit: '500' },
      },
      {
        title: 'Put the account on a plan',
        request: `PUT ${ofAccount('/plan')}`,
        role: 'checkout',
        body: { plan: 'pro' },
      },
    ],
  },
];
