import { END, EventStoreDBClient, SYSTEM_STREAM_ACL, type StreamMetadata } from '@eventstore/db-client';
import { lineAboutUsers, type Chapter } from '../../contract-line.js';
import { collect, outcomeOf } from '../../outcomes.js';
import type { ServerUnderContract } from '../../server-under-contract.js';
import { append, numbered, streamOf } from '../../streams.js';

const ops = { username: 'ops', password: 'changeit' };
const NOT_ALLOWED = 'access-denied';

/** What becomes of reading, appending, reading metadata and deleting, by the calls' own credentials. */
async function asOps({ client }: ServerUnderContract, name: string): Promise<string[]> {
  const tries = [
    () => collect(client.readStream(name, { credentials: ops })),
    () => client.appendToStream(name, numbered(0, 1), { credentials: ops }),
    () => client.getStreamMetadata(name, { credentials: ops }),
    () => client.deleteStream(name, { credentials: ops }),
  ];
  const outcomes: string[] = [];
  for (const attempt of tries) outcomes.push(await outcomeOf(attempt().then(() => 'done')));
  return outcomes;
}

async function restricted(server: ServerUnderContract, metadata: StreamMetadata): Promise<string> {
  const name = await streamOf(server, 2);
  await server.client.setStreamMetadata(name, metadata);
  return name;
}

/** The same connection string with somebody else in it. */
const clientAs = ({ url }: ServerUnderContract, user: string): EventStoreDBClient =>
  EventStoreDBClient.connectionString(url.replace(/^(\w+(?:\+discover)?:\/\/)(?:[^@/]*@)?/, `$1${user}@`));

const admins = ['$admins'];

export const usersAndTls: Chapter = {
  title: 'Users and TLS',
  lines: [
    lineAboutUsers('gRPC and HTTP are served over TLS', [2, 204], async (server) => {
      const name = await streamOf(server, 2);
      return [(await collect(server.client.readStream(name))).length, (await server.get('/health/live')).status];
    }),
    lineAboutUsers(
      'A wrong password, or a user that there is not, is refused',
      [NOT_ALLOWED, NOT_ALLOWED],
      async (server) => {
        const name = await streamOf(server, 1);
        const read = (username: string, password: string) =>
          outcomeOf(collect(server.client.readStream(name, { credentials: { username, password } })));
        return [await read('admin', 'not-the-password'), await read('nobody-is-called-so', 'changeit')];
      },
    ),
    lineAboutUsers('So it is in the connection string, for batch appends', NOT_ALLOWED, async (server) => {
      const nobody = clientAs(server, 'admin:not-the-password');
      const outcome = await outcomeOf(append(nobody, server.newStream(), 1));
      await nobody.dispose();
      return outcome;
    }),
    lineAboutUsers('Ordinary streams are everyone’s', ['done', 'done', 'done', 'done'], async (server) =>
      asOps(server, await streamOf(server, 2)),
    ),
    lineAboutUsers('System streams, and $all, are not', [NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED], async (server) => {
      const { client, newStream } = server;
      const all = { fromPosition: END, maxCount: 1, direction: 'backwards', credentials: ops } as const;
      const calls: Promise<unknown>[] = [
        collect(client.readAll(all)),
        collect(client.readStream('$users', { credentials: ops })),
        client.appendToStream(`$${newStream()}`, numbered(0, 1), { credentials: ops }),
      ];
      return Promise.all(calls.map(outcomeOf));
    }),
    lineAboutUsers('$acl closes a stream for reading', [NOT_ALLOWED, 'done', 'done', 'done'], async (server) =>
      asOps(server, await restricted(server, { acl: { readRoles: admins } })),
    ),
    lineAboutUsers('$acl closes a stream for writing', ['done', NOT_ALLOWED, 'done', 'done'], async (server) =>
      asOps(server, await restricted(server, { acl: { writeRoles: admins } })),
    ),
    lineAboutUsers(
      '$acl closes a stream for deleting, and its metadata for reading',
      ['done', 'done', NOT_ALLOWED, NOT_ALLOWED],
      async (server) =>
        asOps(server, await restricted(server, { acl: { metaReadRoles: admins, deleteRoles: admins } })),
    ),
    lineAboutUsers('An $acl that is only a name counts as none', ['done', 'done', 'done', 'done'], async (server) =>
      asOps(server, await restricted(server, { acl: SYSTEM_STREAM_ACL as never })),
    ),
    lineAboutUsers('What $acl closes stays open to administrators', 2, async (server) => {
      const closed = { readRoles: ['ops'], writeRoles: ['ops'] };
      return (await collect(server.client.readStream(await restricted(server, { acl: closed })))).length;
    }),
  ],
};
