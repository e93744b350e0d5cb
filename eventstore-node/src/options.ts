import { Command, InvalidArgumentError, Option } from 'commander';

/** Options of the node. Names are the server's own, so that a start script works for both. */
export interface NodeOptions {
  readonly host: string;
  readonly port: number;
  readonly db: string;
  /** Nothing survives the process: the data lives in a temporary directory and is not synced. */
  readonly memDb: boolean;
  /** Neither TLS nor users. */
  readonly insecure: boolean;
  readonly certificateFile?: string | undefined;
  readonly certificatePrivateKeyFile?: string | undefined;
  readonly trustedRootCertificatesPath?: string | undefined;
  /** Of the two users that a first start creates. */
  readonly defaultAdminPassword: string;
  readonly defaultOpsPassword: string;
  readonly allowAnonymousStreamAccess: boolean;
  readonly allowAnonymousEndpointAccess: boolean;
  readonly overrideAnonymousEndpointAccessForGossip: boolean;
  readonly maxAppendSize: number;
  readonly allowAnyAddress: boolean;
  /** A live subscriber with more events waiting than this is cut off. */
  readonly maxWaitingEvents: number;
  readonly faults: boolean;
}

const DEFAULT_PORT = 2113;
const DEFAULT_PASSWORD = 'changeit';

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number.');
  return value;
};

const isTrue = (text: string | undefined): boolean =>
  text !== undefined && !['0', 'false', 'no', ''].includes(text.toLowerCase());

/** Its variable is named as the server names it: `--max-append-size` is `EVENTSTORE_MAX_APPEND_SIZE`. */
function option(flags: string, description: string): Option {
  const name = /--([a-z-]+)/.exec(flags)?.[1] as string;
  return new Option(flags, description).env(`EVENTSTORE_${name.toUpperCase().replaceAll('-', '_')}`);
}

/** `--name`, `--name true` or `--name false`. */
const flag = (name: string, description: string, byDefault = false): Option =>
  option(`--${name} [boolean]`, description).argParser(isTrue).preset('true').default(byDefault);

const options = (): Option[] => [
  option('--http-port <port>', 'port for gRPC and HTTP').argParser(wholeNumber),
  option('--node-port <port>', 'the same as --http-port').argParser(wholeNumber),
  option('--node-ip <address>', 'address to listen on'),
  option('--ext-ip <address>', 'the same as --node-ip'),
  option('--replication-ip <address>', "not used: where a cluster's nodes copy from each other"),
  option('--int-ip <address>', 'the same as --replication-ip'),
  flag('allow-any-address', 'listen elsewhere than on loopback'),
  option('--db <directory>', 'data directory').default('./data/eventstore'),
  flag('mem-db', 'keep nothing beyond the process'),
  flag('insecure', 'no TLS and no users: nothing is checked'),
  option('--certificate-file <file>', "the node's certificate (PEM)"),
  option('--certificate-private-key-file <file>', 'its key (PEM)'),
  option('--trusted-root-certificates-path <directory>', 'the certificates that may have issued it'),
  option('--default-admin-password <password>', 'of `admin`, for the first start').default(DEFAULT_PASSWORD),
  option('--default-ops-password <password>', 'of `ops`, for the first start').default(DEFAULT_PASSWORD),
  flag('allow-anonymous-stream-access', 'streams whose ACL allows it can be used without credentials'),
  flag('allow-anonymous-endpoint-access', '/stats can be read without credentials'),
  flag('override-anonymous-endpoint-access-for-gossip', 'gossip can be read without credentials', true),
  option('--max-append-size <bytes>', 'largest append')
    .argParser(wholeNumber)
    .default(1024 * 1024),
  option('--max-waiting-events <count>', 'events a live subscriber may leave waiting')
    .argParser(wholeNumber)
    .default(1000),
  flag('faults', 'accept PUT /faults, for tests'),
];

/** What commander makes of the arguments: ports and addresses have more than one name each. */
interface Given extends Omit<NodeOptions, 'host' | 'port'> {
  readonly httpPort?: number;
  readonly nodePort?: number;
  readonly nodeIp?: string;
  readonly extIp?: string;
}

/** The command line's own words win over `EVENTSTORE_*` variables. Exits the process on a misuse, with its reason. */
export function parseOptions(argv: readonly string[]): NodeOptions {
  const command = new Command('eventstore').description(
    "A node that speaks EventStoreDB 23.10's gRPC protocol. For one machine: it keeps one copy.",
  );
  for (const one of options()) command.addOption(one);
  const { httpPort, nodePort, nodeIp, extIp, ...rest } = command.parse(argv, { from: 'user' }).opts<Given>();
  return { ...rest, host: nodeIp ?? extIp ?? '127.0.0.1', port: httpPort ?? nodePort ?? DEFAULT_PORT };
}
