import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import usersGrpc from '@eventstore/db-client/generated/users_grpc_pb.js';
import usersPb, { type DetailsResp } from '@eventstore/db-client/generated/users_pb.js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { collect, startNodeInTest } from '../../testing/node-in-test.js';
import { answerTo, clearTarget, failed, messagesOf, secureTarget, type CallTarget } from '../../testing/raw-calls.js';
import { startSecureNode, type SecureNode } from '../../testing/secure-node.js';

const Code = { NOT_FOUND: 5, PERMISSION_DENIED: 7, FAILED_PRECONDITION: 9, UNIMPLEMENTED: 12, UNAUTHENTICATED: 16 };

let server: SecureNode;
beforeAll(async () => {
  server = await startSecureNode();
});
afterAll(() => server.stop());

/** The users service as the given user calls it. */
function users({ address, credentials, metadata }: CallTarget) {
  const client = new usersGrpc.UsersClient(address, credentials);
  const options = <Options extends object>(target: Options, fields: Record<string, unknown>): Options => {
    for (const [name, value] of Object.entries(fields))
      (target as Record<string, (value: unknown) => void>)[`set${name}`]?.(value);
    return target;
  };
  type Call = 'create' | 'update' | 'delete' | 'enable' | 'disable' | 'changePassword' | 'resetPassword';
  return {
    async call(method: Call, fields: Record<string, unknown>): Promise<void> {
      const name = `${method[0]?.toUpperCase()}${method.slice(1)}Req`;
      const Request = usersPb[name as 'CreateReq'];
      const request = options(new Request(), { Options: options(new Request.Options(), fields) });
      await answerTo<unknown>((callback) => client[method as 'create'](request, metadata, callback));
    },
    async details(loginName = ''): Promise<DetailsResp.UserDetails.AsObject[]> {
      const request = new usersPb.DetailsReq();
      request.setOptions(options(new usersPb.DetailsReq.Options(), { LoginName: loginName }));
      const found = await messagesOf<DetailsResp>(client.details(request, metadata));
      return found.map((each) => each.getUserDetails()?.toObject() as DetailsResp.UserDetails.AsObject);
    },
  };
}
const as = (user?: string) => users(secureTarget(server, user));
const admin = () => as('admin:changeit');
const create = (name: string, groups: string[] = [], password = 'secret') =>
  admin().call('create', { LoginName: name, Password: password, FullName: `Full ${name}`, GroupsList: groups });
const canRead = (user: string) =>
  collect(server.client(user).readStream('$users-nowhere')).then(
    () => true,
    (error: { type: string }) => error.type === 'stream-not-found',
  );

test('a first start creates admin and ops', async () => {
  const all = await admin().details();
  expect(all).toMatchObject([
    { loginName: 'admin', fullName: 'Event Store Administrator', groupsList: ['$admins'], disabled: false },
    { loginName: 'ops', fullName: 'Event Store Operations', groupsList: ['$ops'], disabled: false },
  ]);
  const ticks = BigInt(all[0]?.lastUpdated?.ticksSinceEpoch ?? 0);
  expect(Math.abs(Number(ticks / 10_000n) - Date.now())).toBeLessThan(60_000);
});

test('users are kept as the server keeps them', async () => {
  await create('kept');
  const client = server.client('admin:changeit');
  const [event] = await collect(client.readStream('$user-kept'));
  expect(event?.event).toMatchObject({
    type: '$UserCreated',
    data: { loginName: 'kept', fullName: 'Full kept', groups: [], disabled: false },
  });
  expect(JSON.stringify(event?.event?.data)).not.toContain('secret');
  const { metadata } = await client.getStreamMetadata('$user-kept');
  expect(metadata).toEqual({
    acl: { writeRoles: '$admins', deleteRoles: '$admins', metaWriteRoles: '$admins' },
  });
  const listed = await collect(client.readStream('$users'));
  expect(listed.map((each) => Buffer.from(each.event?.data as Uint8Array).toString())).toContain('kept');
});

describe('what an administrator does takes effect with the next call', () => {
  test('create, disable, enable', async () => {
    await create('comes', ['$admins']);
    expect(await canRead('comes:secret')).toBe(true);
    await admin().call('disable', { LoginName: 'comes' });
    expect(await canRead('comes:secret')).toBe(false);
    expect(await admin().details('comes')).toMatchObject([{ disabled: true }]);
    await admin().call('enable', { LoginName: 'comes' });
    expect(await canRead('comes:secret')).toBe(true);
  });

  test('update: full name and groups', async () => {
    await create('moves', ['$admins']);
    expect(await canRead('moves:secret')).toBe(true);
    await admin().call('update', { LoginName: 'moves', FullName: 'Moved', GroupsList: ['others'] });
    expect(await canRead('moves:secret')).toBe(false);
    expect(await admin().details('moves')).toMatchObject([{ fullName: 'Moved', groupsList: ['others'] }]);
  });

  test('reset password', async () => {
    await create('forgets', ['$admins']);
    expect(await canRead('forgets:secret')).toBe(true);
    await admin().call('resetPassword', { LoginName: 'forgets', NewPassword: 'new' });
    expect(await canRead('forgets:secret')).toBe(false);
    expect(await canRead('forgets:new')).toBe(true);
  });

  test('delete, and create again with another password', async () => {
    await create('goes', ['$admins']);
    expect(await canRead('goes:secret')).toBe(true);
    await admin().call('delete', { LoginName: 'goes' });
    expect(await canRead('goes:secret')).toBe(false);
    expect((await admin().details()).map(({ loginName }) => loginName)).not.toContain('goes');
    await create('goes', ['$admins'], 'again');
    expect(await canRead('goes:again')).toBe(true);
    expect(await canRead('goes:secret')).toBe(false);
    expect((await admin().details()).filter(({ loginName }) => loginName === 'goes')).toHaveLength(1);
  });
});

test('who knows the current password can change it, whoever calls', async () => {
  await create('own');
  const change = (user: string, name: string, current: string) =>
    as(user).call('changePassword', { LoginName: name, CurrentPassword: current, NewPassword: 'changed' });
  const denied = { code: Code.PERMISSION_DENIED, exception: 'access-denied' };
  expect(await failed(change('own:secret', 'own', 'wrong'))).toEqual(denied);
  expect(await failed(change('admin:changeit', 'own', 'wrong'))).toEqual(denied);
  expect((await failed(change('admin:changeit', 'nobody', 'secret'))).code).toBe(Code.NOT_FOUND);
  await change('ops:changeit', 'own', 'secret');
  expect(await as('own:changed').details('own')).toMatchObject([{ loginName: 'own' }]);
  expect((await failed(as('own:secret').details('own'))).code).toBe(Code.UNAUTHENTICATED);
});

test('who is no administrator sees everybody, and changes nobody', async () => {
  const denied = { code: Code.PERMISSION_DENIED, exception: 'access-denied' };
  for (const caller of [as('ops:changeit'), as()]) {
    expect(await failed(caller.call('create', { LoginName: 'new', Password: 'new' }))).toEqual(denied);
    expect(await failed(caller.call('delete', { LoginName: 'admin' }))).toEqual(denied);
    expect(await failed(caller.call('resetPassword', { LoginName: 'admin', NewPassword: 'mine' }))).toEqual(denied);
  }
  expect(await as('ops:changeit').details('admin')).toMatchObject([{ loginName: 'admin' }]);
  expect((await as('ops:changeit').details()).map(({ loginName }) => loginName)).toContain('admin');
  expect(await failed(as().details('ops'))).toEqual(denied);
  expect(await failed(as().details())).toEqual(denied);
});

test('a user that is there already, and one that is not', async () => {
  await create('twice');
  await create('twice');
  expect(await failed(create('twice', [], 'another'))).toEqual({
    code: Code.FAILED_PRECONDITION,
    exception: 'user-conflict',
  });
  const notFound = { code: Code.NOT_FOUND, exception: 'user-not-found' };
  expect(await failed(admin().call('disable', { LoginName: 'nobody' }))).toEqual(notFound);
  expect(await failed(admin().call('delete', { LoginName: 'nobody' }))).toEqual(notFound);
  expect(await failed(admin().details('nobody'))).toEqual(notFound);
});

test('the passwords of a first start are its options; later starts change nothing', async () => {
  const db = mkdtempSync(join(tmpdir(), 'eventstore-users-'));
  const open = (defaultAdminPassword: string) => startSecureNode({ memDb: false, db, defaultAdminPassword });
  const first = await open('first');
  await first.client('admin:first').deleteStream('$user-ops');
  await first.stop();
  const second = await open('second');
  const rights = (user: string) => users(secureTarget(second, user)).details();
  expect((await rights('admin:first')).map(({ loginName }) => loginName)).toEqual(['admin']);
  expect((await failed(rights('admin:second'))).code).toBe(Code.UNAUTHENTICATED);
  expect((await failed(rights('ops:changeit'))).code).toBe(Code.UNAUTHENTICATED);
  await second.stop();
  rmSync(db, { recursive: true });
});

test('with --insecure there are no users', async () => {
  const open = await startNodeInTest();
  expect((await failed(users(clearTarget(open.node.port)).details())).code).toBe(Code.UNIMPLEMENTED);
  await expect(collect(open.client.readStream('$users'))).rejects.toMatchObject({ type: 'stream-not-found' });
  await open.stop();
});
