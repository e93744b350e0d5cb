const llama = { id: 'meta/llama-70b' };

/** @type {readonly import('./steps.mjs').Chapter[]} */
export const settingUp = [
  {
    title: 'What can be bought and used',
    text: `Prices of models, plans and promo codes are everybody's: an admin sets them once. Each PUT says all there is to say.`,
    steps: [
      { title: 'Whose key this is, and what it may do', request: 'GET /v1/session' },
      {
        title: 'Price a model per token and per unit; a long prompt has prices of its own',
        request: 'PUT /v1/models/{id}',
        at: llama,
        body: {
          input_token_price: '0.0000006',
          output_token_price: '0.0000024',
          cached_input_token_price: '0.00000006',
          unit_prices: { image: '0.04' },
          tiers: [{ above_prompt_tokens: 200000, input_token_price: '0.0000012' }],
        },
      },
      { title: 'List the prices in force', request: 'GET /v1/models' },
      {
        title: 'What one of them has cost, costs and will cost',
        request: 'GET /v1/models/{id}/prices',
        at: { id: 'meta/llama-70b' },
      },
      {
        title: 'Put a plan into the catalogue: 30 credits in 30 days, a part of them each day',
        request: 'PUT /v1/plans/{plan}',
        at: { plan: 'pro' },
        body: {
          name: 'Pro',
          monthlyCredits: '30',
          refreshHours: 24,
          scope: { products: ['inference'] },
          pricePerMonth: '20',
          description: 'For small teams',
          features: ['All models', 'Support by mail'],
        },
      },
      { title: 'List the plans', request: 'GET /v1/plans' },
      {
        title: 'Offer a promo code',
        request: 'PUT /v1/promo-codes/{code}',
        at: { code: 'WELCOME' },
        body: { amount: '5', scope: { models: ['meta/llama-70b'] }, creditExpiresInDays: 90, maxRedemptions: 1000 },
      },
      { title: 'List the promo codes', request: 'GET /v1/promo-codes' },
      { title: 'Look a promo code up', request: 'GET /v1/promo-codes/{code}', at: { code: 'welcome' } },
    ],
  },
  {
    title: 'An account',
    text: `All members of a team share one account. Its id is yours to choose: a subject of your identity provider will do.`,
    steps: [
      {
        title: 'Open an account; settings are finance’s and admin’s to say',
        request: 'POST /v1/accounts',
        body: { accountId: 'team-42', name: 'Team 42', settings: { overdraftLimit: '5', alertThresholds: ['20'] } },
      },
      { title: 'Look it up', request: 'GET /v1/accounts/{accountId}' },
      {
        title: 'Change how it behaves',
        request: 'PATCH /v1/accounts/{accountId}/settings',
        body: { graceWindowSeconds: 86400, onZero: 'grace' },
      },
    ],
  },
];
