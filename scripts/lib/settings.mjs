/** The environment that `npm start` takes, each value checked and a wrong one named. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import { root } from './paths.mjs';
import { Refusal } from './say.mjs';

const isLoopback = (host) => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
const isHostName = (text) =>
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text);

const wrong = (name, value, expected) => new Refusal(`${name}=${value} is wrong: expected ${expected}`);

function port(name, value) {
  if (!/^[1-9]\d{0,4}$/.test(value) || Number(value) > 65_535) throw wrong(name, value, 'a port from 1 to 65535');
  return Number(value);
}

function host(name, value) {
  if (!isIP(value) && (!isHostName(value) || /^[\d.]+$/.test(value)))
    throw wrong(name, value, 'an address or host name');
  return value;
}

function flag(name, value) {
  if (value !== 'true' && value !== 'false') throw wrong(name, value, 'true or false');
  return value === 'true';
}

/** Terminals are scrolled through and pasted from. Also where it is no address, a password may stand before an `@`. */
export const withoutCredentials = (url) => url.replace(/(^|:\/\/)(?:(?!:\/\/).)*@/s, '$1***@');

/** As libs/platform/addresses.ts has it, which is not built yet. */
function isAddress(url) {
  const authority = url.slice(url.indexOf('://') + 3).split(/[/?]/)[0];
  const hosts = authority.slice(authority.lastIndexOf('@') + 1).split(',');
  const hasTls = !/[?&]tls=(?!(?:true|false)(?:&|$))/i.test(url);
  return hasTls && hosts.every((each) => each !== '' && URL.canParse(`http://${each}`));
}

function address(name, value, schemes) {
  if (value === undefined) return undefined;
  const scheme = value.split('://')[0];
  if (!schemes.includes(scheme) || !isAddress(value)) {
    throw wrong(name, withoutCredentials(value), `${schemes[0]}://host:port`);
  }
  return value;
}

function readable(name, value) {
  if (value === undefined) return undefined;
  try {
    accessSync(value, constants.R_OK);
    return path.resolve(root, value);
  } catch (error) {
    throw wrong(name, value, `a file that can be read (${error.code})`);
  }
}

function folder(name, value) {
  const absolute = path.resolve(root, value);
  try {
    mkdirSync(absolute, { recursive: true });
    accessSync(absolute, constants.W_OK);
    return absolute;
  } catch (error) {
    throw wrong(name, value, `a folder that can be written (${error.code})`);
  }
}

function refuseUnsafe(settings, isProduction) {
  const { host: listensOn, apiKeysFile, testClock, eventStoreUrl } = settings;
  if (!apiKeysFile && !isLoopback(listensOn)) {
    throw new Refusal(`HOST=${listensOn} needs API_KEYS_FILE: the development keys are for loopback only`);
  }
  if (!isProduction) return;
  if (!apiKeysFile) throw new Refusal('production needs API_KEYS_FILE: the development keys are known to everybody');
  if (testClock) throw new Refusal('TEST_CLOCK=true is refused in production');
  if (!eventStoreUrl)
    throw new Refusal('production needs EVENTSTORE_URL: the embedded event store asks for no password');
}

/** Addresses of stores that run elsewhere, where they are given. */
export const outsideStores = ({ EVENTSTORE_URL, REDIS_URL }) => ({
  eventStoreUrl: address('EVENTSTORE_URL', EVENTSTORE_URL || undefined, [
    'esdb',
    'esdb+discover',
    'kurrentdb',
    'kurrentdb+discover',
  ]),
  redisUrl: address('REDIS_URL', REDIS_URL || undefined, ['redis', 'rediss']),
});

/** An empty variable counts as absent, as in a compose file. */
export function readSettings(env) {
  const given = (name) => env[name] || undefined;
  const settings = {
    port: port('PORT', given('PORT') ?? '3000'),
    host: host('HOST', given('HOST') ?? '127.0.0.1'),
    testClock: flag('TEST_CLOCK', given('TEST_CLOCK') ?? 'false'),
    ...outsideStores(env),
    apiKeysFile: readable('API_KEYS_FILE', given('API_KEYS_FILE')),
  };
  refuseUnsafe(settings, env.NODE_ENV === 'production');
  return { ...settings, dataDir: folder('DATA_DIR', given('DATA_DIR') ?? './data') };
}
