/** The environment of every process (rule 12.2): read once, checked, typed. A wrong value is named. */
import { accessSync, constants } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import { credentialsIn, isAddress, isLoopback, withoutCredentials } from './addresses.js';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const EVENT_STORE_CLIENTS = ['lean', 'official'] as const;
export type EventStoreClient = (typeof EVENT_STORE_CLIENTS)[number];

/** What `npm start` reads: it brings along the stores that are not named. */
export type Settings = {
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly eventStoreUrl: string | undefined;
  /** What speaks to the event store: our own adapter, or the official client's. */
  readonly eventStoreClient: EventStoreClient;
  readonly redisUrl: string | undefined;
  /** Absolute; undefined means the development keys. */
  readonly apiKeysFile: string | undefined;
  /** Absolute; undefined means the domain's own defaults of account settings. */
  readonly settingsFile: string | undefined;
  /** Absolute; the private keys that sign checkpoints. Undefined: none are made. */
  readonly checkpointKeyFile: string | undefined;
  /** How long what is recorded waits at most for a checkpoint, while few events are. */
  readonly checkpointSeconds: number;
  /** Time is what the test clock says, and moves only when it is moved. */
  readonly hasTestClock: boolean;
  /** Whether webhooks may be received on this machine. */
  readonly allowsLoopbackWebhooks: boolean;
  readonly isProduction: boolean;
  readonly logLevel: LogLevel;
};

/** What a process of the product reads: it joins stores that are named. */
export type Config = Settings & { readonly eventStoreUrl: string; readonly redisUrl: string };

export type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration can't be used; the message names the variable and what is expected. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Both stores must be named. Throws `ConfigError`. */
export function readConfig(env: Environment): Config {
  const settings = readSettings(env);
  const eventStoreUrl = required('EVENTSTORE_URL', settings.eventStoreUrl);
  const redisUrl = required('REDIS_URL', settings.redisUrl);
  return { ...settings, eventStoreUrl, redisUrl };
}

/** An empty variable counts as absent, as in a compose file. Throws `ConfigError`. */
export function readSettings(env: Environment): Settings {
  const given = (name: string): string | undefined => env[name] || undefined;
  const fileOf = (name: string) => given(name) && readable(name, given(name) ?? '');
  const settings: Settings = {
    port: portOf(given('PORT') ?? '3000'),
    host: hostOf(given('HOST') ?? '127.0.0.1'),
    dataDir: path.resolve(given('DATA_DIR') ?? './data'),
    eventStoreUrl: addressOf('EVENTSTORE_URL', given('EVENTSTORE_URL'), EVENT_STORE_SCHEMES),
    eventStoreClient: oneOf('EVENTSTORE_CLIENT', given('EVENTSTORE_CLIENT') ?? 'lean', EVENT_STORE_CLIENTS),
    redisUrl: addressOf('REDIS_URL', given('REDIS_URL'), REDIS_SCHEMES),
    apiKeysFile: fileOf('API_KEYS_FILE'),
    settingsFile: fileOf('SETTINGS_FILE'),
    checkpointKeyFile: fileOf('CHECKPOINT_KEY_FILE'),
    checkpointSeconds: secondsOf('CHECKPOINT_SECONDS', given('CHECKPOINT_SECONDS') ?? '300'),
    hasTestClock: oneOf('TEST_CLOCK', given('TEST_CLOCK') ?? 'false', ['true', 'false']) === 'true',
    allowsLoopbackWebhooks:
      oneOf('WEBHOOKS_ALLOW_LOOPBACK', given('WEBHOOKS_ALLOW_LOOPBACK') ?? 'false', ['true', 'false']) === 'true',
    isProduction: given('NODE_ENV') === 'production',
    logLevel: oneOf('LOG_LEVEL', given('LOG_LEVEL') ?? 'info', LOG_LEVELS),
  };
  refuseUnsafe(settings);
  return settings;
}

/** For the first line of a process: a wrong value ends it with exit code 1 and one sentence. */
export function configOrExit(env: Environment = process.env): Config {
  try {
    return readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    return process.exit(1);
  }
}

const EVENT_STORE_SCHEMES = ['esdb', 'esdb+discover', 'kurrentdb', 'kurrentdb+discover'];
const REDIS_SCHEMES = ['redis', 'rediss'];

/** What the API needs beyond that: keys of its own wherever others can reach it. Throws `ConfigError`. */
export function requireKeys({ host, apiKeysFile, isProduction }: Settings): void {
  if (apiKeysFile) return;
  if (!isLoopback(host)) {
    throw new ConfigError(`HOST=${host} needs API_KEYS_FILE: the development keys are for loopback only`);
  }
  if (isProduction) throw new ConfigError('API_KEYS_FILE is missing: production refuses the development keys');
}

function refuseUnsafe({ hasTestClock, eventStoreUrl, isProduction }: Settings): void {
  if (!isProduction) return;
  if (hasTestClock) throw new ConfigError('TEST_CLOCK=true is refused in production');
  if (eventStoreUrl === undefined) {
    throw new ConfigError('EVENTSTORE_URL is missing: production refuses the embedded store, which needs no password');
  }
  if (!credentialsIn(eventStoreUrl)) {
    throw new ConfigError(
      'EVENTSTORE_URL names no user or has tls=false: production refuses an unauthenticated event store',
    );
  }
}

const wrong = (name: string, value: string, expected: string): ConfigError =>
  new ConfigError(`${name}=${value} is wrong: expected ${expected}`);

function portOf(value: string): number {
  if (!/^[1-9]\d{0,4}$/.test(value) || Number(value) > 65_535) throw wrong('PORT', value, 'a port from 1 to 65535');
  return Number(value);
}

const DAY_SECONDS = 86_400;

function secondsOf(name: string, value: string): number {
  const isInRange = /^[1-9]\d{0,4}$/.test(value) && Number(value) <= DAY_SECONDS;
  if (!isInRange) throw wrong(name, value, `seconds from 1 to ${DAY_SECONDS}`);
  return Number(value);
}

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

function hostOf(value: string): string {
  const isName = HOST_NAME.test(value) && !/^[\d.]+$/.test(value);
  if (isIP(value) === 0 && !isName) throw wrong('HOST', value, 'an address or host name');
  return value;
}

function required(name: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw new ConfigError(`${name} is missing: npm start brings a store of its own and prints its address`);
}

function addressOf(name: string, value: string | undefined, schemes: readonly string[]): string | undefined {
  if (value === undefined) return undefined;
  const [scheme = ''] = value.split('://');
  if (!schemes.includes(scheme) || !isAddress(value)) {
    throw wrong(name, withoutCredentials(value), `${schemes[0]}://host:port`);
  }
  return value;
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw wrong(name, value, `one of ${allowed.join(', ')}`);
  return found;
}

function readable(name: string, value: string): string {
  const file = path.resolve(value);
  try {
    accessSync(file, constants.R_OK);
    return file;
  } catch {
    throw wrong(name, value, 'a file that can be read');
  }
}
