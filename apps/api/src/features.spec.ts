/** Controllers, handlers and routes belong together: nothing is left out of the lists, and no route is without roles. */
import 'reflect-metadata';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Module, RequestMethod } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Command, Query } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COMMAND_TYPES } from '#domain/account/decider.js';
import { createLogger } from '#platform/logging.js';
import { loadApiKeys } from './auth/api-keys.js';
import { ROLES } from './auth/roles.js';
import { ProblemFilter } from './errors/problem.filter.js';
import { controllers, handlers } from './features.js';
import { createAdapter } from './http/fastify.js';
import { LedgerCommand } from './ledger/command-request.js';

// What the decorators of Nest leave behind.
const METADATA = { path: 'path', method: 'method', roles: 'drawdown:roles' };
const COMMAND_OF_HANDLER = '__commandHandler__';
const QUERY_OF_HANDLER = '__queryHandler__';

type Class = abstract new (...args: never[]) => object;
const isClass = (value: unknown): value is Class => typeof value === 'function' && value.prototype !== undefined;

const MAINS = new Set(['main.ts', 'openapi.ts']);
const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !MAINS.has(file) && !/\.spec\.ts$|(^|\/)testing\//.test(file),
);

/** Every class that a file under apps/api/src exports. */
async function exportedClasses(): Promise<readonly Class[]> {
  const classes = new Set<Class>();
  for (const file of files) {
    const module = (await import(path.join(import.meta.dirname, file))) as object;
    for (const exported of Object.values(module)) if (isClass(exported)) classes.add(exported);
  }
  return [...classes];
}

const metadata = (key: string, target: object): unknown => Reflect.getOwnMetadata(key, target);
const messageOf = (handler: object): unknown =>
  metadata(COMMAND_OF_HANDLER, handler) ?? metadata(QUERY_OF_HANDLER, handler);
const isController = (each: Class): boolean => metadata('__controller__', each) === true;
const isMessage = (each: Class): boolean =>
  (each.prototype instanceof Command || each.prototype instanceof Query) && each !== (LedgerCommand as Class);

type Route = { readonly name: string; readonly controller: Class; readonly method: (...args: unknown[]) => unknown };

const routesOf = (controller: Class): readonly Route[] =>
  Object.entries(Object.getOwnPropertyDescriptors(controller.prototype)).flatMap(([name, { value }]) =>
    typeof value === 'function' && metadata(METADATA.method, value) !== undefined
      ? [{ name: `${controller.name}.${name}`, controller, method: value }]
      : [],
  );

/** Whatever a body of the contract may name. */
const BODY = {
  amount: '1',
  threshold: '1',
  graceWindowSeconds: 1,
  ratePerHour: '1',
  accountId: 'a',
  input_token_price: '1',
  output_token_price: '1',
};

/** What a route puts on a bus, for each way to call it that makes a difference. */
async function sentBy({ controller, method }: Route): Promise<readonly object[]> {
  const sent: object[] = [];
  const bus = {
    execute: async (message: object) => {
      sent.push(message);
      return [];
    },
  };
  const instance = Object.assign(Object.create(controller.prototype as object) as object, {
    commands: bus,
    queries: bus,
    ledger: { hasTestClock: true, clock: async () => '2026-01-01T00:00:00.000Z' },
  });
  for (const format of ['json', 'csv']) {
    const ids = { accountId: 'a', transactionId: 't', id: 'm', code: 'c' };
    const caller = { role: 'admin' };
    const origin = { key: 'k' };
    const asked = { params: ids, body: BODY, query: {}, amount: '1', format, origin, caller, lines: [] };
    const request = { ...ids, ...asked };
    await method.call(instance, request, request, '');
  }
  return sent;
}

/** The commands of an account that a handler has executed for what routes send it. */
async function executedFor(messages: readonly object[]): Promise<ReadonlySet<string>> {
  const executed = new Set<string>();
  const accounts = {
    execute: async (_: unknown, type: string) => executed.add(type),
    submit({ type }: { type: string }, { resolve }: { resolve: (answered: object) => void }) {
      executed.add(type);
      resolve({ body: {} });
    },
  };
  for (const message of messages) {
    const handler = handlers.find((each) => metadata(COMMAND_OF_HANDLER, each) === message.constructor);
    if (!handler) continue;
    // Where a handler goes to the writers themselves: a code's reserves, an account's grants.
    const reserved = { type: 'RedemptionReserved', data: { code: 'c' } };
    const writer = {
      query: async () => null,
      execute: async (_: unknown, { type }: { type: string }) => {
        executed.add(type);
        return { entries: [reserved] };
      },
    };
    const anything = { of: async () => ({}), execute: async () => ({}), price: async () => ({}) };
    const instance = Object.assign(Object.create(handler.prototype as object) as { execute(m: object): unknown }, {
      accounts,
      prices: anything,
      ledger: { ...anything, of: () => writer, query: async () => ({ refreshHours: null }) },
    });
    try {
      await instance.execute(message);
    } catch {
      // Other aggregates' handlers find nothing here that they could answer with.
    }
  }
  return executed;
}

const routes = controllers.flatMap(routesOf);
const isPublic = ({ controller }: Route): boolean => String(metadata(METADATA.path, controller)).startsWith('v1');

let classes: readonly Class[];
beforeAll(async () => {
  classes = await exportedClasses();
});

describe('the lists of features.ts', () => {
  it('hold every handler and controller that there is, once', () => {
    expect(new Set(handlers)).toEqual(new Set(classes.filter((each) => messageOf(each) !== undefined)));
    expect(new Set(controllers)).toEqual(new Set(classes.filter(isController)));
    expect([handlers.length, controllers.length]).toEqual([new Set(handlers).size, new Set(controllers).size]);
  });

  it('have exactly one handler for each command and query', () => {
    const handled = handlers.map(messageOf) as readonly Class[];
    const names = (list: readonly Class[]): readonly string[] => list.map(({ name }) => name).toSorted();
    expect(names(handled)).toEqual(names(classes.filter(isMessage)));
  });

  it('have a route for each command and query, and nothing else reaches the buses', async () => {
    const sent = await Promise.all(routes.filter(isPublic).map(sentBy));
    // The time of the test clock is no account's: it is read where it runs.
    const silent = routes.filter(isPublic).filter((_, n) => sent[n]?.length === 0);
    expect(silent.map(({ name }) => name)).toEqual(['TestClockController.show']);
    const types = sent.flat().map((message) => message.constructor);
    expect(new Set(types)).toEqual(new Set(classes.filter(isMessage)));
  });

  it('have a handler for each command of an account, but for the one that nobody requests', async () => {
    const sent = await Promise.all(routes.filter(isPublic).map(sentBy));
    const executed = await executedFor(sent.flat());
    expect(COMMAND_TYPES.filter((type) => !executed.has(type))).toEqual(['ChangePlanTerms', 'RecordDue']);
  });
});

describe('the router', () => {
  const served: { readonly method: string; readonly url: string }[] = [];
  let app: NestFastifyApplication;

  @Module({ controllers: [...controllers] })
  class RoutesModule {}

  beforeAll(async () => {
    const problems = new ProblemFilter(createLogger('test', 'silent'));
    const measure = (method: string, url: string) => {
      served.push({ method, url });
      return () => {};
    };
    const adapter = createAdapter({ keys: loadApiKeys(undefined), problems, measure });
    // What controllers need is never called: a request ends at its key or role.
    const providers = new Set(controllers.flatMap(dependenciesOf));
    const module = {
      module: RoutesModule,
      providers: [...providers].map((provide) => ({ provide, useValue: {} })),
    };
    app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: false, bodyParser: false });
    app.useGlobalFilters(problems);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());

  const statusOf = async ({ method, url }: { method: string; url: string }, key?: string): Promise<number> => {
    const headers = { ...(key !== undefined && { authorization: `Bearer ${key}` }), 'content-type': 'text/plain' };
    const answer = await app.inject({ method: method as 'GET', url: url.replaceAll(/:\w+/g, 'x'), headers });
    return answer.statusCode;
  };

  it('serves every route of the controllers', () => {
    const paths = routes.map(({ controller, method }) => {
      const parts = [metadata(METADATA.path, controller), metadata(METADATA.path, method)].map(String);
      const url = `/${parts.join('/')}`.replaceAll(/\/+/g, '/').replace(/\/$/, '');
      return `${RequestMethod[metadata(METADATA.method, method) as RequestMethod]} ${url}`;
    });
    const known = new Set(served.map(({ method, url }) => `${method} ${url}`));
    expect(paths.filter((each) => !known.has(each))).toEqual([]);
  });

  it('lets nobody without a key call a route of the contract', async () => {
    const contract = served.filter(({ url }) => url.startsWith('/v1'));
    expect(contract.length).toBeGreaterThan(25);
    for (const route of contract) expect([route.url, await statusOf(route)]).toEqual([route.url, 401]);
  });

  it('refuses to each role what its route does not name', async () => {
    for (const { controller, method, name } of routes.filter(isPublic)) {
      const roles = metadata(METADATA.roles, method) as readonly string[] | undefined;
      expect([name, roles]).toEqual([name, expect.arrayContaining(['admin'])]);
      const url = `/${[controller, method].map((each) => String(metadata(METADATA.path, each))).join('/')}`;
      const verb = RequestMethod[metadata(METADATA.method, method) as RequestMethod];
      for (const role of ROLES.filter((each) => !roles?.includes(each))) {
        expect([name, role, await statusOf({ method: verb, url: url.replace(/\/+$/, '') }, `dev-${role}`)]).toEqual([
          name,
          role,
          403,
        ]);
      }
    }
  });
});

/** What a controller's constructor takes: classes, and the tokens that `@Inject` names. */
function dependenciesOf(controller: Class): readonly (Class | symbol)[] {
  const types = (Reflect.getMetadata('design:paramtypes', controller) ?? []) as readonly Class[];
  const named = (metadata('self:paramtypes', controller) ?? []) as readonly { index: number; param: symbol }[];
  return types.map((type, n) => named.find(({ index }) => index === n)?.param ?? type);
}
