import { binaryEvent, type ResolvedEvent } from '@eventstore/db-client';
import { either, line, type Chapter } from '../../contract-line.js';
import { firstOf } from '../../following.js';
import { collect } from '../../outcomes.js';
import type { ServerUnderContract } from '../../server-under-contract.js';
import { inAllFrom, streamOf } from '../../streams.js';

const linkTo = (target: string) => binaryEvent({ type: '$>', data: Buffer.from(target) });

/** A stream of two links: to event 5 of another one, and to nothing. */
async function linked(server: ServerUnderContract) {
  const target = await streamOf(server, 8);
  const links = server.newStream('links');
  const { position } = await server.client.appendToStream(links, [
    linkTo(`5@${target}`),
    linkTo(`0@${server.newStream('nowhere')}`),
  ]);
  return { ...server, target, links, position };
}

/** Event and link in words, streams by what they are to each other. */
const inWords =
  (target: string, links: string) =>
  ({ event, link }: ResolvedEvent) => {
    const words = (recorded: ResolvedEvent['event']) =>
      recorded &&
      `${recorded.streamId === target ? 'target' : recorded.streamId === links ? 'links' : recorded.streamId}/${recorded.revision}`;
    return { event: words(event), link: words(link) };
  };

const RESOLVED = [
  { event: 'target/5', link: 'links/0' },
  { event: undefined, link: 'links/1' },
];

export const links: Chapter = {
  title: 'Links',
  lines: [
    line('Unasked, a link is an event like others', ['links/0', 'links/1'], async (server) => {
      const { client, links: name, target } = await linked(server);
      const read = (await collect(client.readStream(name))).map(inWords(target, name));
      return read.map(({ event, link }) => event ?? link);
    }),
    line(
      'When asked, a read of a stream resolves them; of one to nothing the link alone is there',
      RESOLVED,
      async (server) => {
        const { client, links: name, target } = await linked(server);
        return (await collect(client.readStream(name, { resolveLinkTos: true }))).map(inWords(target, name));
      },
    ),
    line('So does a subscription', RESOLVED, async (server) => {
      const { client, links: name, target } = await linked(server);
      const events = await firstOf(2, client.subscribeToStream(name, { resolveLinkTos: true }));
      return events.map(inWords(target, name));
    }),
    line(
      'An event that a link leads to tells where it is itself, the whole where the link is',
      [true, true],
      async (server) => {
        const { client, links: name } = await linked(server);
        const [resolved] = await collect(client.readStream(name, { resolveLinkTos: true }));
        const [event, link] = [resolved?.event?.position?.commit ?? 0n, resolved?.link?.position?.commit ?? 0n];
        return [event > 0n && event < link, resolved?.commitPosition === link];
      },
    ),
    line('One to an event that metadata hide leads nowhere', [undefined, 7], async (server) => {
      const { client, newStream } = server;
      const target = await streamOf(server, 8);
      const name = newStream('links');
      await client.appendToStream(name, [linkTo(`0@${target}`), linkTo(`7@${target}`)]);
      await client.setStreamMetadata(target, { maxCount: 3 });
      const resolved = await collect(client.readStream(name, { resolveLinkTos: true }));
      return resolved.map(({ event }) => event && Number(event.revision));
    }),
    line(
      'One whose data do not begin with a number is an event like others, or leads nowhere',
      either([{ event: 'links/0', link: undefined }], [{ event: undefined, link: 'links/0' }]),
      async ({ client, newStream }) => {
        const name = newStream('links');
        await client.appendToStream(name, linkTo('nowhere in particular'));
        return (await collect(client.readStream(name, { resolveLinkTos: true }))).map(inWords('', name));
      },
    ),
    line('One with a number and no stream leads nowhere', [{ event: undefined, link: 'links/0' }], async (server) => {
      const { client, newStream } = server;
      const name = newStream('links');
      await client.appendToStream(name, linkTo('5'));
      return (await collect(client.readStream(name, { resolveLinkTos: true }))).map(inWords('', name));
    }),
    line('Unresolved links are in $all', ['$>', '$>'], async (server) => {
      const { client, links: name, newStream } = await linked(server);
      const { position } = await client.appendToStream(newStream(), [linkTo('0@before')]);
      const again = await client.appendToStream(name, [linkTo('0@a'), linkTo('0@b')]);
      if (!position || !again.position) return 'an append without a position';
      return (await inAllFrom(client, position, (stream) => stream === name)).map(({ event }) => event?.type);
    }),
  ],
};
