import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { identityOf, isRunning, tryLock } from './lib/lock.mjs';
import { sentenceOf } from './lib/log-lines.mjs';
import { settingsOfStart } from './lib/settings.mjs';
import { welcome } from './lib/welcome.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'drawdown-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 15_000; !condition(); await sleep(25)) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${condition.toString()}`);
  }
}

describe('the environment is checked, and what is wrong is named', () => {
  test.each([
    ['PORT', '70000'],
    ['PORT', '3000x'],
    ['PORT', '0'],
    ['HOST', 'no host'],
    ['HOST', '300.1.1.1'],
    ['TEST_CLOCK', 'yes'],
    ['EVENTSTORE_URL', 'http://localhost:2113'],
    ['EVENTSTORE_URL', 'esdb://'],
    ['EVENTSTORE_URL', 'esdb://:::'],
    ['EVENTSTORE_URL', 'esdb://127.0.0.1:99999?tls=false'],
    ['EVENTSTORE_URL', 'esdb://a:2113,:2113'],
    ['EVENTSTORE_URL', 'esdb://127.0.0.1:2113?tls=maybe'],
    ['REDIS_URL', 'localhost:6379'],
    ['REDIS_URL', 'redis://127.0.0.1:abc'],
    ['API_KEYS_FILE', '/nowhere/keys.json'],
    ['SETTINGS_FILE', '/nowhere/settings.json'],
    ['DATA_DIR', '/dev/null/data'],
    ['DATA_DIR', '/proc/data'],
  ])('%s=%s', (name, value) => {
    expect(() => settingsOfStart({ DATA_DIR: folder, [name]: value })).toThrow(new RegExp(`^${name}=`));
  });

  test('a password in an address that is refused is not shown', () => {
    expect(() => settingsOfStart({ EVENTSTORE_URL: 'http://admin:secret@host:2113' })).toThrow('//***@host:2113');
    for (const url of [
      'admin:secret@host',
      'redis://:sec/ret@host',
      'http://:p@ss/secret@host',
      'redis://:secret@:::',
    ]) {
      expect(() => settingsOfStart({ REDIS_URL: url })).toThrow(/^REDIS_URL=(\w+:\/\/)?\*\*\*@(host|:::) is wrong/);
    }
  });

  describe('the welcome', () => {
    const said = (given: object): string => {
      const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
      const stores = { eventStoreUrl: 'esdb://127.0.0.1:2113?tls=false', redisUrl: 'redis://127.0.0.1:6379' };
      const settings = {
        ...settingsOfStart({ DATA_DIR: folder }),
        ...stores,
        url: 'http://127.0.0.1:3000',
        logDir: folder,
      };
      welcome({ ...settings, ...given });
      const text = write.mock.calls.flat().join('');
      write.mockRestore();
      return text;
    };

    test('shows no password of an address that is used', () => {
      const text = said({
        eventStoreUrl: 'esdb://admin:secret@host:2113?tls=true',
        redisUrl: 'redis://:secret@host:6379',
      });
      expect(text).toContain('esdb://***@host:2113?tls=true');
      expect(text).toContain('redis://***@host:6379');
      expect(text).not.toContain('secret');
    });

    test('has a command for one more process on the same stores, with the same clock and keys', () => {
      const stores = "EVENTSTORE_URL='esdb://127.0.0.1:2113?tls=false' REDIS_URL=redis://127.0.0.1:6379";
      expect(said({})).toContain(`\nPORT=3001 ${stores} npm run start:api\n`);
      const others = 'HOST=0.0.0.0 TEST_CLOCK=true API_KEYS_FILE=/etc/keys.json';
      expect(said({ host: '0.0.0.0', hasTestClock: true, apiKeysFile: '/etc/keys.json' })).toContain(
        `\nPORT=3001 ${others} ${stores} npm run start:api\n`,
      );
    });
  });

  test.each([
    ['the development keys beyond loopback', { HOST: '0.0.0.0' }],
    ['the development keys in production', { NODE_ENV: 'production', EVENTSTORE_URL: 'esdb://a:b@host:2113' }],
    ['the embedded event store in production', { NODE_ENV: 'production', API_KEYS_FILE: import.meta.filename }],
    [
      'the test clock in production',
      { NODE_ENV: 'production', API_KEYS_FILE: import.meta.filename, EVENTSTORE_URL: 'esdb://h:1', TEST_CLOCK: 'true' },
    ],
  ])('%s: refused', (_what, env) => {
    expect(() => settingsOfStart({ DATA_DIR: folder, ...env })).toThrow();
  });

  test('nothing given is the embedded default on loopback', () => {
    expect(settingsOfStart({ DATA_DIR: folder })).toMatchObject({ port: 3000, host: '127.0.0.1', hasTestClock: false });
  });
});

describe('a lock file', () => {
  test('is held by one at a time', async () => {
    const file = path.join(folder, 'lock');
    expect((await tryLock(file)).taken).toBe(true);
    expect(await tryLock(file)).toMatchObject({ taken: false, living: [identityOf(process.pid)] });
  });

  test('of a process that is gone hinders nobody, even when its id is in use again', async () => {
    const file = path.join(folder, 'lock');
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(file, `${pid} 1\n`);
    expect((await tryLock(file)).taken).toBe(true);
    writeFileSync(file, `${process.pid} started another time\n`);
    expect((await tryLock(file)).taken).toBe(true);
  });
});

test.each([
  ['{"level":60,"pid":1,"err":{"message":"no space left","stack":"Error: …"},"msg":"uncaught exception"}'],
  ['{"event":"uncaught exception","error":"no space left"}'],
  ['uncaught exception: no space left'],
])('last words are shown as sentences: %s', (line) => {
  expect(sentenceOf(line)).toBe('uncaught exception: no space left');
});

describe('the supervisor', () => {
  const supervisorFile = path.join(import.meta.dirname, 'lib', 'supervisor.mjs');
  const started: ChildProcess[] = [];
  afterEach(() => {
    for (const child of started) child.kill('SIGKILL');
  });

  /** Two processes that write down when they end, under a supervisor in a process of its own. */
  async function supervise(): Promise<{
    supervisor: ChildProcess;
    pidOf: (name: string) => number;
    ended: () => string[];
  }> {
    const trace = path.join(folder, 'trace');
    const one = (name: string): string =>
      `const { appendFileSync, writeFileSync } = require('node:fs');
       writeFileSync(${JSON.stringify(path.join(folder, name))}, String(process.pid));
       process.on('SIGTERM', () => setTimeout(() => { appendFileSync(${JSON.stringify(trace)}, '${name}\\n'); process.exit(); }, 200));
       setInterval(() => {}, 1000);`;
    const script = `
      import { Supervisor } from ${JSON.stringify(supervisorFile)};
      const supervisor = new Supervisor({ logDir: ${JSON.stringify(folder)}, lockFile: ${JSON.stringify(path.join(folder, 'lock'))} });
      const start = (name, rank, code) => supervisor.start({ name, rank, command: process.execPath, args: ['-e', code], env: process.env });
      start('store', 0, ${JSON.stringify(one('store'))});
      start('api', 2, ${JSON.stringify(one('api'))});
      supervisor.isUp();
      process.on('SIGTERM', () => supervisor.stop().then(() => process.exit()));`;
    const supervisor = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
    started.push(supervisor);
    await until(() => ['store', 'api'].every((name) => existsSync(path.join(folder, name))));
    return {
      supervisor,
      pidOf: (name) => Number(readFileSync(path.join(folder, name), 'utf8')),
      ended: () => (existsSync(trace) ? readFileSync(trace, 'utf8').trim().split('\n') : []),
    };
  }

  test('ends the API before the stores', async () => {
    const { supervisor, ended } = await supervise();
    supervisor.kill('SIGTERM');
    await until(() => ended().length === 2);
    expect(ended()).toEqual(['api', 'store']);
  });

  test('that is killed leaves nothing running, and the order is kept', async () => {
    const { supervisor, ended } = await supervise();
    supervisor.kill('SIGKILL');
    await until(() => ended().length === 2);
    expect(ended()).toEqual(['api', 'store']);
  });

  test('starts again what was killed', async () => {
    const { pidOf, supervisor, ended } = await supervise();
    const before = pidOf('store');
    process.kill(before, 'SIGKILL');
    await until(() => pidOf('store') !== before && isRunning(String(identityOf(pidOf('store')))));
    supervisor.kill('SIGTERM');
    await until(() => ended().length === 2);
  });
});
