/**
 * EventStoreDB's newer client, which reads through code of its own: which programs may be moved to one day. The two
 * clients overwrite each other's messages where they are loaded together, so nothing here may lead to `db-client`.
 */
import { BACKWARDS, END, jsonEvent, KurrentDBClient, NO_STREAM } from '@kurrent/kurrentdb-client';
import type { Chapter, LineForAnyServer } from '../contract-line.js';
import { OTHER_CLIENT } from './in-thread.js';
import { collect, errorText, range } from '../outcomes.js';
import type { ServerUnderContract } from '../server-under-contract.js';

export type Reachable = Pick<ServerUnderContract, 'url' | 'newStream'>;

const line = (
  says: string,
  expected: unknown,
  observe: (server: Reachable) => Promise<unknown>,
): LineForAnyServer<Reachable> => ({ says, expected, observe });

/** `esdb` works too, but makes the client complain. */
const kurrentUrl = (url: string): string => url.replace(/^(esdb|eventstore)/, 'kurrentdb');

async function through<Result>(
  { url }: Reachable,
  work: (client: KurrentDBClient) => Promise<Result>,
): Promise<Result> {
  const client = KurrentDBClient.connectionString(kurrentUrl(url));
  try {
    return await work(client);
  } finally {
    await client.dispose();
  }
}

const numbers = (count: number) =>
  range(0, count - 1).map((number) => jsonEvent({ type: 'Numbered', data: { number } }));

export const otherClient: Chapter<Reachable> = {
  title: OTHER_CLIENT,
  lines: [
    line(
      'What it appends it reads, both ways',
      { next: '299', forwards: range(0, 299), backwards: [299, 298] },
      (server) =>
        through(server, async (client) => {
          const name = server.newStream('kurrent');
          const { nextExpectedRevision } = await client.appendToStream(name, numbers(300), { streamState: NO_STREAM });
          const read = await collect(client.readStream<Numbered>(name));
          const last = await collect(
            client.readStream<Numbered>(name, { direction: BACKWARDS, fromRevision: END, maxCount: 2 }),
          );
          return {
            next: String(nextExpectedRevision),
            forwards: read.map(({ event }) => event?.data.number),
            backwards: last.map(({ event }) => event?.data.number),
          };
        }),
    ),
    line('In $all its events are where its append was answered to be', true, (server) =>
      through(server, async (client) => {
        const name = server.newStream('kurrent');
        const { position } = await client.appendToStream(name, numbers(1));
        if (!position) return 'an append without a position';
        const [found] = await collect(client.readAll({ fromPosition: position, maxCount: 1 }));
        return found?.event?.streamId === name && found.event.position?.commit === position.commit;
      }),
    ),
    line('A conflict and a missing stream are told as such', ['wrong-expected-version', 'stream-not-found'], (server) =>
      through(server, async (client) => {
        const name = server.newStream('kurrent');
        await client.appendToStream(name, numbers(1));
        const conflict = client.appendToStream(name, numbers(1), { streamState: 7n });
        return [
          (await outcome(conflict)).split(',')[0],
          await outcome(collect(client.readStream(server.newStream('kurrent')))),
        ];
      }),
    ),
  ],
};

interface Numbered {
  type: string;
  data: { number: number };
}

const outcome = (call: Promise<unknown>): Promise<string> => call.then(() => 'an answer', errorText);
