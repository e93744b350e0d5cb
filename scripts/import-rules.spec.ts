import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

interface Findings {
  readonly violations: readonly { rule: string; from: string; to: string }[];
  readonly cruised: number;
  readonly unseen: readonly string[];
}

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '..');
const ruleSet = createRequire(import.meta.url)(path.join(root, '.dependency-cruiser.cjs')) as {
  forbidden: readonly { name: string }[];
};

/** What every room may do: it must pass as it is, so that each planted line is what bites. */
const lawful = {
  'libs/domain/money.ts': `import Big from 'big.js'; export const zero = new Big(0);`,
  'libs/domain/account.ts': `import { zero } from './money.js'; export const balance = zero;`,
  'libs/domain/account/state.ts': `import type { Held } from './events.js'; export type Account = { held: Held };`,
  'libs/domain/account/events.ts': `import type { Account } from './state.js'; export type Held = string; export const held = (account: Account): Held => account.held;`,
  'libs/domain/account.spec.ts': `import { test } from '@jest/globals'; import { balance } from './account.js'; test('', () => balance);`,
  'libs/event-store/port/port.ts': `export const port = 0;`,
  'libs/event-store/codec/codec.ts': `import { balance } from '#domain/account.js'; import { port } from '../port/port.js'; export const codec = [balance, port];`,
  'libs/event-store/history/past.ts': `import { balance } from '#domain/account.js'; import { codec } from '../codec/codec.js'; import { port } from '../port/port.js'; export const past = [balance, codec, port];`,
  'libs/event-store/writer/decide.ts': `import { past } from '../history/past.js'; import { codec } from '../codec/codec.js'; import { port } from '../port/port.js'; export const decide = [past, codec, port];`,
  'libs/event-store/eventstoredb/client.ts': `import { EventStoreDBClient } from '@eventstore/db-client'; import { port } from '../port/port.js'; export const client = [EventStoreDBClient, port];`,
  'libs/event-store/eventstoredb/all-pages.ts': `import { port } from '../port/port.js'; export const pages = port;`,
  'libs/event-store/eventstoredb/lean/codec/frames.ts': `import { port } from '../../../port/port.js'; export const frames = port;`,
  'libs/event-store/eventstoredb/lean/session/call.ts': `import { connect } from 'node:http2'; import { frames } from '../codec/frames.js'; export const call = [connect, frames];`,
  'libs/event-store/eventstoredb/lean/appends.ts': `import { pages } from '../all-pages.js'; import { port } from '../../port/port.js'; import { frames } from './codec/frames.js'; import { call } from './session/call.js'; export const appends = [pages, port, frames, call];`,
  'eventstore-node/contract/lines.ts': `import { START } from '@eventstore/db-client'; export const lines = START;`,
  'eventstore-node/contract/other-client/lines.ts': `import { START } from '@kurrent/kurrentdb-client'; export const lines = START;`,
  'libs/followers/follower.ts': `import { randomUUID } from 'node:crypto'; import { port } from '#event-store/port/port.js'; export const follower = [port, randomUUID];`,
  'libs/proof/tree.ts': `import { createHash } from 'node:crypto'; import { port } from '#event-store/port/port.js'; export const tree = [createHash, port];`,
  'libs/read-models/projector.ts': `import { follower } from '#followers/follower.js'; export const projector = follower;`,
  'libs/read-models/rows.ts': `import { port } from '#event-store/port/port.js'; import { balance } from '#domain/account.js'; export type Row = typeof balance; export const rows = port;`,
  'libs/read-models/redis/redis-store.ts': `import { Redis } from 'ioredis'; export const redis = Redis;`,
  'libs/from-log/log.ts': `import { registry } from '#projections/index.js'; import { rows } from '#read-models/rows.js'; import { port } from '#event-store/port/port.js'; export const log = [registry, rows, port];`,
  'libs/platform/logging.ts': `import { Injectable } from '@nestjs/common'; import pino from 'pino'; export const logging = [Injectable, pino];`,
  'projections/balance/balance.projection.ts': `import { balance } from '#domain/account.js'; import type { Row } from '#read-models/rows.js'; export const row: Row = balance;`,
  'projections/index.ts': `import { row } from './balance/balance.projection.js'; export const registry = [row];`,
  'apps/api/src/main.ts': `import { CommandBus } from '@nestjs/cqrs'; import { registry } from '#projections/index.js'; import { logging } from '#platform/logging.js'; import { rows } from '#read-models/rows.js'; export const api = [CommandBus, registry, logging, rows];`,
  'apps/projector/src/main.ts': `import { registry } from '#projections/index.js'; export const projector = registry;`,
  'eventstore-node/src/encoding/wire.ts': `export const size = 1;`,
  'eventstore-node/src/storage/log.ts': `import { size } from '../encoding/wire.js'; export const log = size;`,
  'eventstore-node/src/storage/log.spec.ts': `import { node } from '../main.js'; export const started = node;`,
  'eventstore-node/src/scavenge/scavenge.ts': `import { log } from '../storage/log.js'; export const scavenge = log;`,
  'eventstore-node/src/transport/call.ts': `export const call = 1;`,
  'eventstore-node/src/access/guard.ts': `import { log } from '../storage/log.js'; import { call } from '../transport/call.js'; export const guard = [log, call];`,
  'eventstore-node/src/protocol/errors.ts': `import { size } from '../encoding/wire.js'; import { log } from '../storage/log.js'; import { call } from '../transport/call.js'; export const errors = [size, log, call];`,
  'eventstore-node/src/subscriptions/feed.ts': `import { errors } from '../protocol/errors.js'; import { log } from '../storage/log.js'; import { call } from '../transport/call.js'; export const feed = [errors, log, call];`,
  'eventstore-node/src/persistent-subscriptions/group.ts': `import { errors } from '../protocol/errors.js'; import { log } from '../storage/log.js'; import { call } from '../transport/call.js'; export const group = [errors, log, call];`,
  'eventstore-node/src/faults/faults.ts': `import { feed } from '../subscriptions/feed.js'; import { call } from '../transport/call.js'; export const faults = [feed, call];`,
  'eventstore-node/src/services/services.ts': `import { guard } from '../access/guard.js'; import { faults } from '../faults/faults.js'; import { group } from '../persistent-subscriptions/group.js'; import { scavenge } from '../scavenge/scavenge.js'; export const services = [guard, faults, group, scavenge];`,
  'eventstore-node/src/http/endpoints.ts': `import { services } from '../services/services.js'; export const endpoints = services;`,
  'eventstore-node/src/main.ts': `import { open } from 'lmdb'; import { Server } from '@grpc/grpc-js'; export const node = [open, Server];`,
  'libs/client/client.ts': `import createFetchClient from 'openapi-fetch'; export const client = createFetchClient;`,
  'apps/console/src/main.tsx': `import { createRoot } from 'react-dom/client'; import { client } from '#client/client.js'; export const page = [createRoot, client];`,
};

/** Rule → the file that breaks it and how. */
const planted: Record<string, readonly [file: string, source: string]> = {
  'domain-alone': ['libs/domain/late.ts', `import '#platform/logging.js';`],
  'domain-without-packages': [
    'libs/domain/random.ts',
    `import { randomUUID } from 'node:crypto'; export const id = randomUUID;`,
  ],
  'big-js-in-money': ['libs/domain/price.ts', `import Big from 'big.js'; export const price = Big;`],
  'event-store-knows-domain': ['libs/event-store/shortcut.ts', `import '#read-models/rows.js';`],
  'port-alone': ['libs/event-store/port/appended.ts', `import '../codec/codec.js';`],
  'port-without-domain': ['libs/event-store/eventstoredb/balance.ts', `import '#domain/account.js';`],
  'adapter-knows-port': ['libs/event-store/eventstoredb/encode.ts', `import '../codec/codec.js';`],
  'lean-codec-alone': ['libs/event-store/eventstoredb/lean/codec/late.ts', `import '../session/call.js';`],
  'lean-session-knows-codec': ['libs/event-store/eventstoredb/lean/session/late.ts', `import '../../../port/port.js';`],
  'lean-knows-port': ['libs/event-store/eventstoredb/lean/late.ts', `import '../client.js';`],
  'codec-knows-port': ['libs/event-store/codec/chunk.ts', `import '../history/past.js';`],
  'history-knows-port-and-codec': ['libs/event-store/history/answer.ts', `import '../writer/decide.js';`],
  'writer-without-adapter': ['libs/event-store/writer/connect.ts', `import '../eventstoredb/client.js';`],
  'db-client-in-adapter': [
    'libs/event-store/writer.ts',
    `import type { EventStoreDBClient } from '@eventstore/db-client'; export type Client = EventStoreDBClient;`,
  ],
  'kurrent-client-apart': [
    'eventstore-node/contract/late.ts',
    `import { START } from '@kurrent/kurrentdb-client'; export const late = START;`,
  ],
  'contract-out-of-product': ['eventstore-node/src/self-test.ts', `import '../contract/lines.js';`],
  'followers-know-log': ['libs/followers/webhooks.ts', `import '#domain/account.js';`],
  'followers-without-packages': ['libs/followers/redis.ts', `import pino from 'pino'; export const logger = pino;`],
  'proof-knows-log': ['libs/proof/follow.ts', `import '#followers/follower.js';`],
  'proof-without-packages': ['libs/proof/merkle.ts', `import pino from 'pino'; export const logger = pino;`],
  'read-models-know-domain-and-log': ['libs/read-models/registry.ts', `import '#projections/index.js';`],
  'ioredis-in-store': ['apps/api/src/cache.ts', `import { Redis } from 'ioredis'; export const cache = Redis;`],
  'projections-know-domain': ['projections/usage/usage.projection.ts', `import '#event-store/port/port.js';`],
  'projections-take-types-of-read-models': [
    'projections/rate/rate.projection.ts',
    `import { rows } from '#read-models/rows.js'; export const rate = rows;`,
  ],
  'projections-without-packages': [
    'projections/late/late.projection.ts',
    `import { Injectable } from '@nestjs/common'; export const late = Injectable;`,
  ],
  'projections-alone': ['projections/sum/sum.projection.ts', `import '../balance/balance.projection.js';`],
  'from-log-knows-rows': ['libs/from-log/late.ts', `import '#followers/follower.js';`],
  'from-log-without-packages': ['libs/from-log/cache.ts', `import pino from 'pino'; export const cache = pino;`],
  'client-alone': ['libs/client/money.ts', `import '#domain/money.js';`],
  'client-with-openapi-fetch': ['libs/client/late.ts', `import pino from 'pino'; export const late = pino;`],
  'plain-fold-alone': ['apps/cli/src/equality/plain-late.ts', `import '#domain/money.js';`],
  'platform-knows-nest': ['libs/platform/money.ts', `import '#domain/money.js';`],
  'apps-alone': ['apps/projector/src/remote.ts', `import '../../api/src/main.js';`],
  'contract-alone': ['eventstore-node/contract/shortcut.ts', `import '../src/encoding/wire.js';`],
  'node-encoding-imports-downwards': ['eventstore-node/src/encoding/late.ts', `import '../storage/log.js';`],
  'node-storage-imports-downwards': ['eventstore-node/src/storage/late.ts', `import '../scavenge/scavenge.js';`],
  'node-scavenge-imports-downwards': ['eventstore-node/src/scavenge/late.ts', `import '../access/guard.js';`],
  'node-transport-imports-downwards': ['eventstore-node/src/transport/late.ts', `import '../access/guard.js';`],
  'node-access-imports-downwards': ['eventstore-node/src/access/late.ts', `import '../options.js';`],
  'node-protocol-imports-downwards': ['eventstore-node/src/protocol/late.ts', `import '../access/guard.js';`],
  'node-subscriptions-imports-downwards': [
    'eventstore-node/src/subscriptions/late.ts',
    `import '../services/services.js';`,
  ],
  'node-persistent-subscriptions-imports-downwards': [
    'eventstore-node/src/persistent-subscriptions/late.ts',
    `import '../services/services.js';`,
  ],
  'node-faults-imports-downwards': ['eventstore-node/src/faults/late.ts', `import '../services/services.js';`],
  'node-services-imports-downwards': ['eventstore-node/src/services/late.ts', `import '../http/endpoints.js';`],
  'node-http-imports-downwards': ['eventstore-node/src/http/late.ts', `import '../main.js';`],
  'node-folders-are-layers': ['eventstore-node/src/shared/late.ts', `import '../http/endpoints.js';`],
  'eventstore-node-alone': ['eventstore-node/src/money.ts', `import '#domain/money.js';`],
  'eventstore-node-over-its-protocol': ['apps/api/src/embedded.ts', `import '../../../eventstore-node/src/main.js';`],
  'console-over-http': ['apps/console/src/money.tsx', `import '#domain/money.js';`],
  'cqrs-in-api': ['apps/process-manager/src/saga.ts', `import { Saga } from '@nestjs/cqrs'; export const saga = Saga;`],
  'storage-in-eventstore-node': [
    'libs/read-models/store.ts',
    `import { open } from 'lmdb'; export const store = open;`,
  ],
  'no-circular': ['apps/cli/src/left.ts', `import type { Right } from './right.js'; export type Left = Right | 1;`],
  'no-circular-account': [
    'libs/domain/account/left.ts',
    `import { right } from './right.js'; export const left = right;`,
  ],
  'no-import-of-specs': ['apps/cli/src/reuse.ts', `import '../../../libs/domain/account.spec.js';`],
  'no-testing-in-product': ['apps/cli/src/fake.ts', `import './testing/clock.js';`],
  'no-development-packages': ['apps/cli/src/check.ts', `import fc from 'fast-check'; export const check = fc;`],
  'no-unresolvable': ['apps/cli/src/lost.ts', `import './nowhere.js';`],
};

/** What a planted file needs beside it. */
const props = {
  'eventstore-node/src/options.ts': `export const options = 1;`,
  'apps/cli/src/right.ts': `import type { Left } from './left.js'; export type Right = Left | 2;`,
  'libs/domain/account/right.ts': `import { left } from './left.js'; export const right = left;`,
  'apps/cli/src/testing/clock.ts': `export const clock = 0;`,
};

const trees: string[] = [];

function plant(files: Readonly<Record<string, string>>): string {
  const tree = mkdtempSync(path.join(tmpdir(), 'drawdown-imports-'));
  trees.push(tree);
  for (const [file, source] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
    writeFileSync(path.join(tree, file), source);
  }
  mkdirSync(path.join(tree, 'eventstore-node'), { recursive: true });
  for (const name of ['node_modules', 'package.json', 'eventstore-node/package.json']) {
    symlinkSync(path.join(root, name), path.join(tree, name));
  }
  return tree;
}

function check(tree: string): Findings & { exitCode: number | null } {
  const { stdout, status } = spawnSync(process.execPath, ['scripts/imports.mjs', '--json', tree], {
    cwd: root,
    encoding: 'utf8',
  });
  return { ...(JSON.parse(stdout) as Findings), exitCode: status };
}

afterAll(() => {
  for (const tree of trees) rmSync(tree, { recursive: true });
});

describe('the rules of who imports what', () => {
  let broken: ReturnType<typeof check>;
  beforeAll(() => {
    broken = check(plant({ ...lawful, ...Object.fromEntries(Object.values(planted)), ...props }));
  });

  test('a tree that keeps them passes, and every file of it was looked at', () => {
    expect(check(plant(lawful))).toEqual({
      violations: [],
      cruised: Object.keys(lawful).length,
      unseen: [],
      exitCode: 0,
    });
  });

  test.each(Object.entries(planted))('%s bites', (rule, [file]) => {
    expect(broken.violations).toContainEqual(expect.objectContaining({ rule, from: file }));
    expect(broken.exitCode).toBe(1);
  });

  test('no rule is without its planted violation', () => {
    expect(ruleSet.forbidden.map(({ name }) => name).toSorted()).toEqual(Object.keys(planted).toSorted());
  });

  test('a tree without sources does not pass', () => {
    expect(() =>
      execFileSync(process.execPath, ['scripts/imports.mjs', plant({})], { cwd: root, stdio: 'pipe' }),
    ).toThrow();
  });
});
