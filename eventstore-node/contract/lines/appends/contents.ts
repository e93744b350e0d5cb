import { randomBytes, randomUUID } from 'node:crypto';
import { binaryEvent, jsonEvent } from '@eventstore/db-client';
import { onBothPaths, type AppendPath } from '../../append-paths.js';
import { line, type Chapter, type ContractLine } from '../../contract-line.js';
import { collect, range, rises } from '../../outcomes.js';
import type { ServerUnderContract } from '../../server-under-contract.js';
import { inAllFrom, numbered, readNumbers } from '../../streams.js';

/** Clocks of two machines. */
const CLOCK_DIFFERENCE_MS = 10_000;

const readOnly = async ({ client }: ServerUnderContract, name: string) => {
  const [first] = await collect(client.readStream(name));
  return first?.event;
};

const whatWasWritten = (path: AppendPath): ContractLine[] => [
  line(
    'JSON data, metadata, id and type are read back',
    {
      type: 'Größe',
      data: { text: 'naïve 日本語 🚀', list: [1, 2.5, null] },
      metadata: { by: 'Ünal' },
      isJson: true,
      isItsId: true,
    },
    async (server) => {
      const name = server.newStream();
      const data = { text: 'naïve 日本語 🚀', list: [1, 2.5, null] };
      const event = jsonEvent({ type: 'Größe', data, metadata: { by: 'Ünal' } });
      await server.client.appendToStream(name, event, path.options(server));
      const read = await readOnly(server, name);
      const { type, metadata, isJson } = read ?? {};
      return { type, data: read?.data, metadata, isJson, isItsId: read?.id === event.id };
    },
  ),
  line('Binary data and metadata keep their bytes', { isJson: false, data: true, metadata: true }, async (server) => {
    const name = server.newStream();
    const data = Uint8Array.from(randomBytes(1_000));
    const metadata = Uint8Array.from([0, 255, 1, 254]);
    await server.client.appendToStream(name, binaryEvent({ type: 'Binary', data, metadata }), path.options(server));
    const read = await readOnly(server, name);
    return {
      isJson: read?.isJson,
      data: Buffer.from(read?.data as Uint8Array).equals(data),
      metadata: Buffer.from(read?.metadata as Uint8Array).equals(metadata),
    };
  }),
  line(
    'An event without metadata has none, and the time when it was created',
    { metadata: undefined, isTimely: true },
    async (server) => {
      const name = server.newStream();
      const sentAt = Date.now();
      await server.client.appendToStream(name, jsonEvent({ type: 'Plain', data: {} }), path.options(server));
      const read = await readOnly(server, name);
      const ageMs = Math.abs((read?.created.getTime() ?? 0) - sentAt);
      return { metadata: read?.metadata, isTimely: ageMs < CLOCK_DIFFERENCE_MS };
    },
  ),
];

const idForms = (path: AppendPath) =>
  line('An id may be written without dashes, or in braces, and in capitals', [true, true, true], async (server) => {
    const readAs = async (id: string, written: string) => {
      const name = server.newStream();
      const event = jsonEvent({ id: written, type: 'Identified', data: {} });
      await server.client.appendToStream(name, event, path.options(server));
      return (await readOnly(server, name))?.id === id;
    };
    const ids = Array.from({ length: 3 }, () => randomUUID());
    const forms = [(id: string) => id.replaceAll('-', ''), (id: string) => `{${id}}`, (id: string) => id.toUpperCase()];
    return Promise.all(forms.map((form, index) => readAs(ids[index] as string, form(ids[index] as string))));
  });

const manyEvents = (path: AppendPath) =>
  line(
    'The events of one append are in its order, each at a position of its own; the answer tells the last one’s',
    {
      numbers: range(0, 4),
      revisions: range(0, 4),
      positionsRise: true,
      isPositionOfLast: true,
      commitIsPrepare: true,
    },
    async (server) => {
      const { client, newStream } = server;
      const name = newStream();
      const before = await client.appendToStream(newStream(), numbered(0, 1));
      const { position } = await client.appendToStream(name, numbered(0, 5), path.options(server));
      if (!before.position) return 'an append without a position';
      const found = await inAllFrom(client, before.position, (stream) => stream === name);
      const positions = found.map(({ event }) => event?.position);
      return {
        numbers: await readNumbers(client, name),
        revisions: found.map(({ event }) => Number(event?.revision)),
        positionsRise: rises(positions.map((each) => each?.commit as bigint)),
        isPositionOfLast: position !== undefined && position.commit === positions[4]?.commit,
        commitIsPrepare: positions.every((each) => each !== undefined && each.commit === each.prepare),
      };
    },
  );

const streamNames: Readonly<Record<string, (unique: string) => string>> = {
  'spaces and slashes': (unique) => `${unique} with spaces/and slashes`,
  Unicode: (unique) => `${unique}-ümläüt-日本-🚀`,
  '3,000 characters': (unique) => unique + 'n'.repeat(3_000 - unique.length),
  'a $ in front': (unique) => `$${unique}`,
};

const names = (path: AppendPath): ContractLine[] =>
  Object.entries(streamNames).map(([what, nameOf]) =>
    line(
      `A stream's name may have ${what}, an event's type a $ in front`,
      { isItsName: true, type: '$typed' },
      async (server) => {
        const name = nameOf(server.newStream());
        await server.client.appendToStream(name, jsonEvent({ type: '$typed', data: {} }), path.options(server));
        const read = await readOnly(server, name);
        return { isItsName: read?.streamId === name, type: read?.type };
      },
    ),
  );

const longNames = (path: AppendPath) =>
  line('Long names that begin alike are different streams', ['One', 'Two'], async (server) => {
    const start = server.newStream('l'.repeat(2_000));
    await server.client.appendToStream(`${start}1`, jsonEvent({ type: 'One', data: {} }), path.options(server));
    await server.client.appendToStream(`${start}2`, jsonEvent({ type: 'Two', data: {} }), path.options(server));
    return [(await readOnly(server, `${start}1`))?.type, (await readOnly(server, `${start}2`))?.type];
  });

export const contents: Chapter = {
  title: 'Appends: what is stored',
  lines: [
    ...onBothPaths((path) => [
      ...whatWasWritten(path),
      idForms(path),
      manyEvents(path),
      ...names(path),
      longNames(path),
    ]),
    line('An append that is sent in many messages is one append', [range(0, 199), '199'], async (server) => {
      const name = server.newStream();
      const { nextExpectedRevision } = await server.client.appendToStream(name, numbered(0, 200), {
        batchAppendSize: 1_000,
      });
      return [await readNumbers(server.client, name), String(nextExpectedRevision)];
    }),
  ],
};
