import { EventStoreDBClient, type ResolvedEvent } from '@eventstore/db-client';
import { line, type Chapter, type ContractLine } from '../../contract-line.js';
import { collect, outcomeOf } from '../../outcomes.js';
import { append } from '../../streams.js';

/** What the client learnt when it connected; its types keep it to itself. */
interface Capable {
  readonly capabilities: Promise<{
    readonly serverVersion: string;
    supports(method: { readonly path: string }, feature?: string): boolean;
  }>;
}
const capabilitiesOf = (client: EventStoreDBClient) => (client as unknown as Capable).capabilities;

const STREAMS = '/event_store.client.streams.Streams/';
const methods = ['Read', 'Append', 'BatchAppend', 'Delete', 'Tombstone'];

const supports = (says: string, path: string, feature?: string): ContractLine =>
  line(says, true, async ({ client }) => (await capabilitiesOf(client)).supports({ path }, feature));

export const serverFeatures: Chapter = {
  title: 'Server features and gossip',
  lines: [
    line('The server says that it is a 23.10', '23.10', async ({ client }) => {
      const { serverVersion } = await capabilitiesOf(client);
      return serverVersion.split('.').slice(0, 2).join('.');
    }),
    ...methods.map((method) => supports(`It lists ${method} of streams`, STREAMS + method)),
    supports('Its batch append takes a deadline as a duration', `${STREAMS}BatchAppend`, 'deadline_duration'),
    line('It does not list a method that there is not', false, async ({ client }) =>
      (await capabilitiesOf(client)).supports({ path: `${STREAMS}Forget` }),
    ),
    line('A client that discovers members by gossip finds it, appends and reads', [0], async ({ url, newStream }) => {
      const discovering = EventStoreDBClient.connectionString(url.replace(/^(\w+):/, '$1+discover:'));
      const name = newStream();
      await append(discovering, name, 1);
      const read: ResolvedEvent[] = await collect(discovering.readStream(name));
      await discovering.dispose();
      return read.map(({ event }) => Number(event?.revision));
    }),
    line(
      'A client that asks for a follower is served by the only node there is',
      'stream-not-found',
      async ({ url, newStream }) => {
        const discovering = EventStoreDBClient.connectionString(
          `${url.replace(/^(\w+):/, '$1+discover:')}${url.includes('?') ? '&' : '?'}nodePreference=follower`,
        );
        const outcome = await outcomeOf(collect(discovering.readStream(newStream())));
        await discovering.dispose();
        return outcome;
      },
    ),
  ],
};
