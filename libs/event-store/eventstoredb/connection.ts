/** A client of the event store that is replaced by a fresh one when it no longer answers. */

/** What is needed of a client here; `eventstoredb.ts` makes them. */
type Disposable = { dispose(): Promise<void> };

export type Connection<Client> = {
  client(): Promise<Client>;
  /** The client failed or fell silent: the next call gets another. Ignored for one that was replaced already. */
  replace(failed: Client): void;
  /** False once it was replaced or disposed of: its calls have ended before their time. */
  isCurrent(client: Client): boolean;
  dispose(): Promise<void>;
};

/** Failures of one outage come in crowds; a fresh client is worth no more than one try at a time. */
const REPLACE_EVERY_MS = 250;
const DISPOSE_WITHIN_MS = 1_000;

export function createConnection<Client extends Disposable>(make: (generation: number) => Client): Connection<Client> {
  let generation = 0;
  let current: Client | undefined;
  let madeAt = 0;
  let disposing: Promise<unknown> = Promise.resolve();

  const discard = (client: Client): Promise<unknown> => {
    let timer: NodeJS.Timeout;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, DISPOSE_WITHIN_MS).unref()));
    return Promise.race([client.dispose().catch(() => {}), late]).finally(() => clearTimeout(timer));
  };

  return {
    async client() {
      // The old one's end rejects whatever it finds in the table of promises that all clients share: it goes first.
      await disposing;
      if (!current) {
        current = make(generation++);
        madeAt = performance.now();
      }
      return current;
    },

    replace(failed) {
      if (failed !== current || performance.now() - madeAt < REPLACE_EVERY_MS) return;
      current = undefined;
      disposing = discard(failed);
    },

    isCurrent: (client) => client === current,

    async dispose() {
      const last = current;
      current = undefined;
      await disposing;
      if (last) await discard(last);
    },
  };
}

/**
 * The connection string as the client takes it. `kurrentdb` is EventStoreDB's newer name for the same protocol. Each
 * generation of a client keeps alive at another interval, by a millisecond: grpc-js shares connections, and how long
 * it waits before it tries a failed one again (up to two minutes), between channels whose options are equal.
 */
export function connectionString(url: string, generation: number): string {
  const known = /^(?:esdb|eventstore|kurrent|kurrentdb|kdb)(\+discover)?:\/\/(.+)$/.exec(url.trim());
  if (!known) throw new Error('An event store is named as esdb://host:port?tls=false or esdb+discover://host:port');
  const [base = '', query = ''] = (known[2] ?? '').split('?');
  const options = new Map(query.split('&').flatMap((option) => (option ? [[nameOf(option), option]] : [])));
  if (/=false$/i.test(options.get('throwonappendfailure') ?? ''))
    throw new Error('throwOnAppendFailure=false reports wrong revisions. Leave it out.');
  const interval = Number(options.get('keepaliveinterval')?.split('=')[1] ?? 10_000);
  if (interval > 0) options.set('keepaliveinterval', `keepAliveInterval=${interval + generation}`);
  return `esdb${known[1] ?? ''}://${base}?${[...options.values()].join('&')}`;
}

const nameOf = (option: string): string => (option.split('=')[0] ?? '').toLowerCase().replace(/[_-]/g, '');
