import { describe, expect, it } from '@jest/globals';
import { credentialsIn } from './addresses.js';
import { ConfigError, type Environment, readConfig, requireKeys } from './config.js';

const stores = { EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false', REDIS_URL: 'redis://127.0.0.1:6379' };
const read = (env: Environment = {}) => readConfig({ ...stores, ...env });

describe('the configuration', () => {
  it('has the defaults of the README', () => {
    expect(read()).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      hasTestClock: false,
      isProduction: false,
      apiKeysFile: undefined,
      settingsFile: undefined,
      checkpointKeyFile: undefined,
      checkpointSeconds: 300,
      eventStoreClient: 'lean',
      logLevel: 'info',
    });
    expect(read().dataDir).toMatch(/^\/.*\/data$/);
  });

  it('takes an empty variable for an absent one', () => {
    expect(read({ PORT: '', TEST_CLOCK: '', API_KEYS_FILE: '' })).toEqual(read());
  });

  it.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '80a'],
    ['PORT', '1e3'],
    ['HOST', 'not a host'],
    ['HOST', '300.1.1.1'],
    ['TEST_CLOCK', 'yes'],
    ['TEST_CLOCK', 'TRUE'],
    ['LOG_LEVEL', 'loud'],
    ['EVENTSTORE_URL', 'http://127.0.0.1:2113'],
    ['EVENTSTORE_URL', 'esdb://'],
    ['EVENTSTORE_URL', 'esdb://:::'],
    ['EVENTSTORE_CLIENT', 'kurrent'],
    ['REDIS_URL', 'redis://127.0.0.1:99999'],
    ['REDIS_URL', '127.0.0.1:6379'],
    ['API_KEYS_FILE', '/nowhere/keys.json'],
    ['SETTINGS_FILE', '/nowhere/settings.json'],
    ['CHECKPOINT_KEY_FILE', '/nowhere/key.pem'],
    ['CHECKPOINT_SECONDS', '0'],
    ['CHECKPOINT_SECONDS', '1.5'],
    ['CHECKPOINT_SECONDS', '86401'],
  ])('names %s where it is %s', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(ConfigError);
    expect(() => read({ [name]: value })).toThrow(`${name}=`);
  });

  it('takes the official client of the event store where it is asked to', () => {
    expect(read({ EVENTSTORE_CLIENT: 'official' }).eventStoreClient).toBe('official');
  });

  it('names the store that is missing', () => {
    expect(() => read({ EVENTSTORE_URL: undefined })).toThrow('EVENTSTORE_URL is missing');
    expect(() => read({ REDIS_URL: '' })).toThrow('REDIS_URL is missing');
  });

  it('never shows a password', () => {
    expect(() => read({ EVENTSTORE_URL: 'http://admin:changeit@host' })).not.toThrow('changeit');
    expect(() => read({ REDIS_URL: 'http://:changeit@host' })).toThrow('REDIS_URL=http://***@host');
    for (const url of ['admin:changeit@host', 'redis://:change/it@host', 'http://:p@ss/changeit@host']) {
      expect(() => read({ REDIS_URL: url })).toThrow(/^REDIS_URL=(\w+:\/\/)?\*\*\*@host is wrong/);
    }
  });

  it('refuses the development keys to an API anywhere but on loopback', () => {
    const serve = (env: Environment) => requireKeys(read(env));
    expect(() => serve({ HOST: '0.0.0.0' })).toThrow('HOST=0.0.0.0 needs API_KEYS_FILE');
    for (const HOST of ['localhost', '::1', '127.0.0.2']) expect(() => serve({ HOST })).not.toThrow();
    expect(() => serve({ HOST: '0.0.0.0', API_KEYS_FILE: import.meta.filename })).not.toThrow();
    const production = { NODE_ENV: 'production', EVENTSTORE_URL: 'esdb://app:pw@store:2113' };
    expect(() => serve(production)).toThrow('API_KEYS_FILE is missing');
  });

  it('refuses in production what is for development', () => {
    const NODE_ENV = 'production';
    const safe = { NODE_ENV, EVENTSTORE_URL: 'esdb://app:pw@store:2113' };
    expect(read(safe).isProduction).toBe(true);
    expect(() => read({ ...safe, TEST_CLOCK: 'true' })).toThrow('TEST_CLOCK=true is refused in production');
    expect(() => read({ ...safe, EVENTSTORE_URL: 'esdb://store:2113' })).toThrow('EVENTSTORE_URL names no user');
    expect(() => read({ ...safe, EVENTSTORE_URL: 'esdb://app:pw@store:2113?tls=false' })).toThrow('tls=false');
  });
});

it.each([
  ['esdb://app:pw@store:2113', true],
  ['esdb+discover://app:pw@a:2113,b:2113?tls=true', true],
  ['esdb://store:2113?userCertFile=/c.pem&userKeyFile=/k.pem', true],
  ['esdb://store:2113', false],
  ['esdb://store:2113?x=a@b', false],
  ['esdb://app:pw@store:2113?TLS=false', false],
])('%s proves who asks: %s', (url, does) => expect(credentialsIn(url)).toBe(does));
