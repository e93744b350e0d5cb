/** The adapter against a server with TLS and users. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AppendRejected, StoreUnavailable } from '../port/errors.js';
import { type EventStore, type ProposedEvent, type StoredEvent } from '../port/event-store.js';
import { type StoreClient, connectEventStore } from './eventstoredb.js';
import { jsonBytes } from '../codec/hash-chain.js';
import { type SecureServer, startSecureServer } from '../testing/secure-server.js';

describe.each<StoreClient>(['lean', 'official'])('the %s client', (client) => {
  let server: SecureServer;
  beforeAll(async () => {
    server = await startSecureServer();
  }, 60_000);
  afterAll(() => server.remove());

  let store: EventStore;
  const connect = (user: string): EventStore => (store = connectEventStore(server.url(user), { client }));
  afterEach(() => store.dispose());

  let streams = 0;
  const newStream = (): string => `account-secure-${streams++}`;
  const event = (data: unknown, type = 'Counted'): ProposedEvent => ({
    id: crypto.randomUUID(),
    type,
    data: jsonBytes(data),
    metadata: jsonBytes({ v: 1, previousHash: 'none' }),
  });
  const read = async (events: AsyncIterable<StoredEvent>): Promise<unknown[]> => {
    const all: unknown[] = [];
    for await (const each of events) all.push(each.data);
    return all;
  };
  const appended = { outcome: 'appended', streamRevision: 0, position: expect.anything() };

  it('appends, reads and follows with the credentials of the connection string', async () => {
    const admin = connect('admin:changeit');
    const stream = newStream();
    expect(await admin.append(stream, [event(1)], 'no_stream')).toMatchObject(appended);
    expect(await admin.append(stream, [event(2)], 'no_stream')).toEqual({ outcome: 'conflict', actual: 0 });
    expect(await read(admin.readStream(stream))).toEqual([1]);
    expect(await read(admin.readAll())).toEqual([1]);
    const ending = new AbortController();
    for await (const delivery of admin.subscribeToAll({
      from: 'start',
      streamPrefixes: ['account-'],
      signal: ending.signal,
    })) {
      if (delivery.kind !== 'event') continue;
      expect(delivery.event.data).toBe(1);
      break;
    }
    ending.abort();
  });

  it('says that wrong credentials are refused', async () => {
    const wrong = connect('admin:wrong');
    await expect(wrong.append(newStream(), [event(1)], 'no_stream')).rejects.toThrow(AppendRejected);
    await expect(read(wrong.readStream(newStream()))).rejects.toThrow(StoreUnavailable);
  });

  it('needs no administrator: a user that may read $all is enough', async () => {
    await expect(read(connect('ops:changeit').readAll())).rejects.toThrow(StoreUnavailable);
    await store.dispose();
    const acl = { $acl: { $r: ['$admins', '$ops'] } };
    expect(await connect('admin:changeit').append('$$$all', [event(acl, '$metadata')], 'no_stream')).toMatchObject(
      appended,
    );
    await store.dispose();
    const ops = connect('ops:changeit');
    expect(await ops.append(newStream(), [event(3)], 'no_stream')).toMatchObject(appended);
    expect(await read(ops.readAll())).toContain(3);
  });
});
