import { Command, InvalidArgumentError, Option } from 'commander';

/** Options of the node. Names are the server's own, so that a start script works for both. */
export interface NodeOptions {
  readonly host: string;
  readonly port: number;
  readonly db: string;
  /** Nothing survives the process: the data lives in a temporary directory and is not synced. */
  readonly memDb: boolean;
  readonly insecure: boolean;
  readonly maxAppendSize: number;
  readonly allowAnyAddress: boolean;
  /** A live subscriber with more events waiting than this is cut off. */
  readonly maxWaitingEvents: number;
  readonly faults: boolean;
}

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number.');
  return value;
};

const isTrue = (text: string | undefined): boolean =>
  text !== undefined && !['0', 'false', 'no', ''].includes(text.toLowerCase());

const option = (flags: string, description: string, env: string) => new Option(flags, description).env(env);

/** The command line's own words win over `EVENTSTORE_*` variables. Exits the process on a misuse, with its reason. */
export function parseOptions(argv: readonly string[], env: NodeJS.ProcessEnv = process.env): NodeOptions {
  const command = new Command('eventstore')
    .description(
      "A node that speaks EventStoreDB 23.10's gRPC protocol. For one machine: it keeps one copy and has no users.",
    )
    .addOption(option('--http-port <port>', 'port for gRPC and HTTP', 'EVENTSTORE_HTTP_PORT').argParser(wholeNumber))
    .addOption(option('--node-port <port>', 'the same as --http-port', 'EVENTSTORE_NODE_PORT').argParser(wholeNumber))
    .addOption(option('--node-ip <address>', 'address to listen on', 'EVENTSTORE_NODE_IP'))
    .addOption(option('--int-ip <address>', 'the same as --node-ip', 'EVENTSTORE_INT_IP'))
    .addOption(option('--ext-ip <address>', 'the same as --node-ip', 'EVENTSTORE_EXT_IP'))
    .addOption(option('--db <directory>', 'data directory', 'EVENTSTORE_DB').default('./data/eventstore'))
    .addOption(option('--mem-db', 'keep nothing beyond the process', 'EVENTSTORE_MEM_DB'))
    .addOption(option('--insecure', 'no TLS and no users: the only way this node runs', 'EVENTSTORE_INSECURE'))
    .addOption(
      option('--max-append-size <bytes>', 'largest append', 'EVENTSTORE_MAX_APPEND_SIZE')
        .argParser(wholeNumber)
        .default(1024 * 1024),
    )
    .addOption(option('--allow-any-address', 'listen elsewhere than on loopback', 'EVENTSTORE_ALLOW_ANY_ADDRESS'))
    .addOption(
      option(
        '--max-waiting-events <count>',
        'events a live subscriber may leave waiting',
        'EVENTSTORE_MAX_WAITING_EVENTS',
      )
        .argParser(wholeNumber)
        .default(1000),
    )
    .addOption(option('--faults', 'accept PUT /faults, for tests', 'EVENTSTORE_FAULTS'));
  const given = command.parse(argv, { from: 'user' }).opts<Record<string, never>>();
  const isSet = (name: string, variable: string): boolean =>
    given[name] === true && (command.getOptionValueSource(name) === 'cli' || isTrue(env[variable]));
  return {
    host: given['nodeIp'] ?? given['intIp'] ?? given['extIp'] ?? '127.0.0.1',
    port: given['httpPort'] ?? given['nodePort'] ?? 2113,
    db: given['db'] as unknown as string,
    maxAppendSize: given['maxAppendSize'] as unknown as number,
    maxWaitingEvents: given['maxWaitingEvents'] as unknown as number,
    memDb: isSet('memDb', 'EVENTSTORE_MEM_DB'),
    insecure: isSet('insecure', 'EVENTSTORE_INSECURE'),
    allowAnyAddress: isSet('allowAnyAddress', 'EVENTSTORE_ALLOW_ANY_ADDRESS'),
    faults: isSet('faults', 'EVENTSTORE_FAULTS'),
  };
}
