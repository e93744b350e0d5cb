import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { binaryEvent, jsonEvent, type EventStoreDBClient, type StreamMetadata } from '@eventstore/db-client';
import { collect, failureOf, take } from '../../testing/node-in-test.js';
import { startSecureNode, type SecureNode } from '../../testing/secure-node.js';
import { Users } from './users.js';

const Code = { PERMISSION_DENIED: 7, UNAUTHENTICATED: 16 };

let server: SecureNode;
let admin: EventStoreDBClient;
let ann: EventStoreDBClient;
let ben: EventStoreDBClient;
let nobody: EventStoreDBClient;
beforeAll(async () => {
  server = await startSecureNode();
  const users = new Users(server.node.log);
  await users.create({ loginName: 'ann', fullName: 'Ann', groups: ['readers'], password: 'pw' });
  await users.create({ loginName: 'ben', fullName: 'Ben', groups: [], password: 'pw' });
  [admin, ann, ben, nobody] = [
    server.client('admin:changeit'),
    server.client('ann:pw'),
    server.client('ben:pw'),
    server.client(),
  ];
});
afterAll(() => server.stop());

const stream = () => `access-${randomUUID()}`;
const event = () => jsonEvent({ type: 'T', data: { number: 1 } });
const credentials = (username: string, password = 'pw') => ({ username, password });

/** What a call ends with: the error's type, `ok` without one. */
const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error: { type: string }) => error.type,
  );

/** Everything that can be done to a stream, and what comes of it. */
async function attempts(client: EventStoreDBClient, name: string): Promise<Record<string, string>> {
  return {
    read: await outcome(collect(client.readStream(name))),
    write: await outcome(client.appendToStream(name, event())),
    metaRead: await outcome(client.getStreamMetadata(name)),
    metaWrite: await outcome(client.setStreamMetadata(name, { maxCount: 1000 }, { expectedRevision: 'no_stream' })),
    delete: await outcome(client.deleteStream(name)),
  };
}
const all = (result: string) => ({
  read: result,
  write: result,
  metaRead: result,
  metaWrite: result,
  delete: result,
});

describe('credentials', () => {
  test.each(['ann:wrong', 'nobody:pw', 'ann:'])('%s is nobody', async (user) => {
    const name = stream();
    await admin.appendToStream(name, event());
    const error = await failureOf(collect(server.client(`${user}%20`).readStream(name)));
    expect(error).toMatchObject({ type: 'access-denied', code: Code.UNAUTHENTICATED });
  });

  test('of the connection and of the call, on both append paths', async () => {
    const name = stream();
    await ann.appendToStream(name, event());
    await nobody.appendToStream(name, event(), { credentials: credentials('ann') });
    expect(await collect(nobody.readStream(name, { credentials: credentials('ben') }))).toHaveLength(2);
    const wrongly = server.client('ann:no').appendToStream(name, event());
    expect(await failureOf(wrongly)).toMatchObject({ type: 'access-denied', code: Code.UNAUTHENTICATED });
    const wrong = nobody.appendToStream(name, event(), { credentials: credentials('ann', 'no') });
    expect(await failureOf(wrong)).toMatchObject({ type: 'access-denied', code: Code.UNAUTHENTICATED });
  });

  test('of someone else on the same connection count for their call alone', async () => {
    const name = stream();
    await ann.appendToStream(name, event());
    await admin.setStreamMetadata(name, { acl: { readRoles: ['ann'] } });
    expect(await outcome(collect(ann.readStream(name)))).toBe('ok');
    expect(await outcome(collect(ann.readStream(name, { credentials: credentials('ben') })))).toBe('access-denied');
  });
});

describe('without credentials', () => {
  test('streams are closed, discovery is open', async () => {
    const name = stream();
    await ann.appendToStream(name, event());
    const error = await failureOf(collect(nobody.readStream(name)));
    expect(error).toMatchObject({ type: 'access-denied', code: Code.PERMISSION_DENIED });
    expect(await outcome(nobody.appendToStream(name, event()))).toBe('access-denied');
    const status = async (path: string, auth?: string) => (await server.http(path, auth ? { auth } : {})).status;
    expect(await status('/health/live')).toBe(204);
    expect(await status('/info')).toBe(200);
    expect(await status('/gossip')).toBe(200);
    expect(await status('/stats')).toBe(401);
    expect(await status('/stats', 'ann:pw')).toBe(200);
    expect(await status('/stats', 'ann:no')).toBe(401);
    expect(JSON.parse((await server.http('/info')).body)).toMatchObject({
      features: { userManagement: true, projections: false },
      authentication: { type: 'internal' },
    });
  });

  test('options open or close them', async () => {
    const other = await startSecureNode({
      allowAnonymousStreamAccess: true,
      allowAnonymousEndpointAccess: true,
      overrideAnonymousEndpointAccessForGossip: false,
    });
    expect(await attempts(other.client(), stream())).toMatchObject({ read: 'stream-not-found', write: 'ok' });
    expect(await outcome(collect(other.client().readStream('$settings')))).toBe('access-denied');
    expect((await other.http('/stats')).status).toBe(200);
    await other.stop();
    const closed = await startSecureNode({ overrideAnonymousEndpointAccessForGossip: false });
    expect((await closed.http('/gossip')).status).toBe(401);
    await closed.stop();
  });
});

describe('default rights', () => {
  test('users do what they like with ordinary streams', async () => {
    expect(await attempts(ann, stream())).toEqual({ ...all('ok'), read: 'stream-not-found' });
  });

  test('system streams and $all are for administrators', async () => {
    const name = `$access-${randomUUID()}`;
    expect(await attempts(ann, name)).toEqual(all('access-denied'));
    expect(await attempts(admin, name)).toEqual({ ...all('ok'), read: 'stream-not-found' });
    expect(await outcome(collect(ann.readAll({ maxCount: 1 })))).toBe('access-denied');
    expect(await outcome(collect(admin.readAll({ maxCount: 1 })))).toBe('ok');
    expect(await outcome(take(1, ann.subscribeToAll()))).toBe('access-denied');
    expect(await outcome(take(1, admin.subscribeToAll()))).toBe('ok');
    const ops = server.client('ops:changeit');
    expect(await outcome(collect(ops.readAll({ maxCount: 1 })))).toBe('access-denied');
  });

  test('nobody deletes the metadata of a stream, or appends to $all', async () => {
    const name = stream();
    await admin.setStreamMetadata(name, { maxCount: 1 });
    expect(await outcome(admin.deleteStream(`$$${name}`))).toBe('access-denied');
    expect(await outcome(admin.appendToStream('$all', event()))).toBe('access-denied');
  });
});

describe('the ACL of a stream', () => {
  const withAcl = async (acl: NonNullable<StreamMetadata['acl']>) => {
    const name = stream();
    await admin.appendToStream(name, event());
    await admin.setStreamMetadata(name, { acl });
    return name;
  };

  test('names users and groups, for each action of its own', async () => {
    expect(await attempts(ann, await withAcl({ readRoles: ['$admins', 'ann'] }))).toMatchObject({ read: 'ok' });
    expect(await attempts(ben, await withAcl({ readRoles: ['$admins', 'ann'] }))).toMatchObject({
      read: 'access-denied',
      write: 'ok',
    });
    expect(await attempts(ann, await withAcl({ writeRoles: ['readers'] }))).toMatchObject({ write: 'ok' });
    expect(await attempts(ben, await withAcl({ writeRoles: ['readers'] }))).toMatchObject({ write: 'access-denied' });
    expect(await attempts(ben, await withAcl({ deleteRoles: ['ann'] }))).toMatchObject({
      delete: 'access-denied',
      read: 'ok',
    });
    expect(await attempts(ben, await withAcl({ metaReadRoles: ['ann'], metaWriteRoles: ['ann'] }))).toMatchObject({
      metaRead: 'access-denied',
      metaWrite: 'access-denied',
      write: 'ok',
    });
  });

  test('that names nobody leaves administrators', async () => {
    const nobodys = { readRoles: [], writeRoles: [], deleteRoles: [], metaReadRoles: [], metaWriteRoles: [] };
    expect(await attempts(ann, await withAcl(nobodys))).toEqual(all('access-denied'));
    expect(await attempts(admin, await withAcl(nobodys))).toEqual({
      ...all('ok'),
      metaWrite: 'wrong-expected-version',
    });
  });

  test.each([
    ['a text', '$systemStreamAcl'],
    ['an unknown field', { $r: '$admins', $x: '$admins' }],
    ['no roles', { $r: [1] }],
    ['a field that objects have of their own', { constructor: '$admins', $r: '$admins' }],
  ])('that holds %s counts as none, as on the server', async (_, $acl) => {
    const name = stream();
    await admin.appendToStream(name, event());
    const data = { $acl } as never;
    await admin.appendToStream(`$$${name}`, jsonEvent({ type: '$metadata', data }));
    expect(await outcome(collect(ann.readStream(name)))).toBe('ok');
  });

  test('opens system streams and $all', async () => {
    await admin.setStreamMetadata('$all', { acl: { readRoles: ['ann'] } });
    expect(await outcome(collect(ann.readAll({ maxCount: 1 })))).toBe('ok');
    expect(await outcome(collect(ben.readAll({ maxCount: 1 })))).toBe('access-denied');
    await admin.setStreamMetadata('$all', {});
    expect(await outcome(collect(ann.readAll({ maxCount: 1 })))).toBe('access-denied');
  });

  test('holds for what links lead to', async () => {
    const secret = await withAcl({ readRoles: ['$admins'] });
    const links = stream();
    await ann.appendToStream(links, binaryEvent({ type: '$>', data: Buffer.from(`0@${secret}`) }));
    const read = async (client: EventStoreDBClient) =>
      (await collect(client.readStream(links, { resolveLinkTos: true })))[0]?.event?.type;
    expect(await read(admin)).toBe('T');
    expect(await read(ann)).toBeUndefined();
  });
});

test('$settings changes what holds where a stream says nothing', async () => {
  const name = stream();
  const system = `$${stream()}`;
  await admin.appendToStream(name, event());
  await admin.appendToStream(system, event());
  const settings = { $userStreamAcl: { $r: 'ann', $w: '$all' }, $systemStreamAcl: { $r: ['$admins', 'ann'] } };
  await admin.appendToStream('$settings', jsonEvent({ type: 'update-default-acl', data: settings }));
  expect(await outcome(collect(ann.readStream(name)))).toBe('ok');
  expect(await outcome(collect(ben.readStream(name)))).toBe('access-denied');
  expect(await outcome(ben.appendToStream(name, event()))).toBe('ok');
  expect(await outcome(collect(ann.readStream(system)))).toBe('ok');
  await admin.appendToStream('$settings', jsonEvent({ type: 'update-default-acl', data: {} }));
  expect(await outcome(collect(ben.readStream(name)))).toBe('ok');
  expect(await outcome(collect(ann.readStream(system)))).toBe('access-denied');
});
