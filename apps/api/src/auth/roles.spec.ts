/** Rule 11.5 as a table: who may do what, beside `admin`, who may do all. */
import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { controllers } from '../features.js';
import { ROLES, type Role } from './roles.js';

const EVERYONE: readonly Role[] = ROLES;
const STAFF: readonly Role[] = ['support', 'finance', 'auditor'];
const SERVICE: readonly Role[] = ['service'];
const CHECKOUT: readonly Role[] = ['checkout'];
const FINANCE: readonly Role[] = ['finance'];
const ADMIN: readonly Role[] = [];
/** What is audited is for those who answer for the numbers. */
const AUDIT: readonly Role[] = ['finance', 'auditor'];

/** Each route of the contract, below /v1. A route that is not here fails: rule 11.5 says who may call it. */
const MAY: Readonly<Record<string, readonly Role[]>> = {
  'POST accounts': [...SERVICE, ...CHECKOUT, ...FINANCE],
  'GET accounts': STAFF,
  'GET purchases': [...CHECKOUT, ...STAFF],
  'GET withdrawals': [...CHECKOUT, ...STAFF],
  'GET accounts/:accountId': EVERYONE,
  'PATCH accounts/:accountId/settings': FINANCE,
  'POST accounts/:accountId/close': FINANCE,
  'POST accounts/:accountId/grants': ['support', ...FINANCE],
  'POST accounts/:accountId/grants/:bucketId/void': FINANCE,
  'PUT promo-codes/:code': ADMIN,
  'GET promo-codes': STAFF,
  'GET promo-codes/:code': STAFF,
  'POST accounts/:accountId/promo-codes/:code/redeem': [...SERVICE, ...CHECKOUT],
  'POST accounts/:accountId/purchases': [...CHECKOUT, ...FINANCE],
  'GET accounts/:accountId/purchases': [...CHECKOUT, ...STAFF],
  'POST accounts/:accountId/purchases/:purchaseId/complete': [...CHECKOUT, ...FINANCE],
  'POST accounts/:accountId/purchases/:purchaseId/fail': [...CHECKOUT, ...FINANCE],
  'POST accounts/:accountId/purchases/:purchaseId/approve': FINANCE,
  'POST accounts/:accountId/purchases/:purchaseId/reject': FINANCE,
  'POST accounts/:accountId/purchases/:purchaseId/reverse': FINANCE,
  'PUT accounts/:accountId/auto-recharge': CHECKOUT,
  'GET accounts/:accountId/auto-recharge': [...CHECKOUT, ...STAFF],
  'POST accounts/:accountId/charges': SERVICE,
  'POST charges/batch': SERVICE,
  'POST accounts/:accountId/charges/:transactionId/refunds': SERVICE,
  'POST accounts/:accountId/returns': [...SERVICE, ...FINANCE],
  'POST accounts/:accountId/holds': SERVICE,
  'POST accounts/:accountId/holds/:holdId/capture': SERVICE,
  'POST accounts/:accountId/holds/:holdId/release': SERVICE,
  'GET accounts/:accountId/holds': EVERYONE,
  'POST accounts/:accountId/resources': SERVICE,
  'POST accounts/:accountId/resources/:resourceId/stop': SERVICE,
  'GET accounts/:accountId/resources': EVERYONE,
  'POST accounts/:accountId/withdrawals': [...CHECKOUT, ...FINANCE],
  'POST accounts/:accountId/withdrawals/:withdrawalId/approve': FINANCE,
  'POST accounts/:accountId/withdrawals/:withdrawalId/reject': FINANCE,
  'POST accounts/:accountId/withdrawals/:withdrawalId/paid': FINANCE,
  'GET accounts/:accountId/withdrawals': [...CHECKOUT, ...STAFF],
  'PUT accounts/:accountId/plan': [...CHECKOUT, ...FINANCE],
  'GET accounts/:accountId/plan': EVERYONE,
  'GET models/:id/prices': EVERYONE,
  'GET system': STAFF,
  'GET accounts/:accountId/statement': EVERYONE,
  'GET accounts/:accountId/credits/check': EVERYONE,
  'GET accounts/:accountId/balance': EVERYONE,
  'GET accounts/:accountId/buckets': EVERYONE,
  'GET accounts/:accountId/overview': EVERYONE,
  'GET accounts/:accountId/burn-rate': EVERYONE,
  'GET accounts/:accountId/transactions': EVERYONE,
  'GET accounts/:accountId/balance-history': EVERYONE,
  'GET accounts/:accountId/transactions/:transactionId': EVERYONE,
  'GET accounts/:accountId/transactions/:transactionId/explain': STAFF,
  'GET accounts/:accountId/usage': EVERYONE,
  'GET accounts/:accountId/events': STAFF,
  'GET accounts/:accountId/replay': STAFF,
  'GET audit/trial-balance': AUDIT,
  'GET audit/journal': AUDIT,
  'GET audit/report': AUDIT,
  'GET audit/checkpoints': AUDIT,
  'GET audit/checkpoints/:number': AUDIT,
  'GET audit/checkpoints/:number/inclusion': AUDIT,
  'GET audit/checkpoints/:number/consistency': AUDIT,
  'GET audit/export': AUDIT,
  'GET models': EVERYONE,
  'PUT models/:id': ADMIN,
  'GET plans': EVERYONE,
  'PUT plans/:plan': ADMIN,
  'PUT webhooks/:id': ADMIN,
  'GET webhooks': STAFF,
  'GET webhooks/:id': STAFF,
  'GET webhooks/:id/deliveries': STAFF,
  'POST webhooks/:id/deliveries/:deliveryId/redeliver': ADMIN,
  'GET notifications': STAFF,
  'GET session': EVERYONE,
  'GET test-clock': EVERYONE,
  'PUT test-clock': ADMIN,
};

type Method = (...args: unknown[]) => unknown;

const routes = controllers.flatMap((controller) => {
  const base = String(Reflect.getOwnMetadata('path', controller));
  const methods = Object.values(Object.getOwnPropertyDescriptors(controller.prototype)).flatMap(({ value }) =>
    typeof value === 'function' && Reflect.hasOwnMetadata('method', value) ? [value as Method] : [],
  );
  return methods.map((method) => {
    const verb = RequestMethod[Reflect.getOwnMetadata('method', method) as RequestMethod];
    const url = `${base}/${String(Reflect.getOwnMetadata('path', method))}`.replaceAll(/\/+/g, '/').replace(/\/$/, '');
    const roles = (Reflect.getOwnMetadata('drawdown:roles', method) ?? []) as readonly Role[];
    return { name: `${verb} ${url}`, roles };
  });
});

describe('each route of the contract', () => {
  const contract = routes.filter(({ name }) => name.includes(' v1/'));

  it.each(contract.map(({ name, roles }) => [name.replace(' v1/', ' '), roles] as const))(
    '%s is for whom rule 11.5 names',
    (name, roles) => {
      expect(Object.keys(MAY)).toContain(name);
      expect(roles.toSorted()).toEqual([...new Set<Role>([...(MAY[name] ?? []), 'admin'])].toSorted());
    },
  );
});
