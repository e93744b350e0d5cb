/** The connection: what it promises a node, and when it leaves one. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerHttp2Session } from 'node:http2';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '../../../port/errors.js';
import { makeCertificates } from '../../../testing/secure-server.js';
import {
  BATCH_APPEND,
  type Conduct,
  READ,
  accepts,
  begin,
  end,
  readEvent,
  standIn,
} from '../../../testing/stand-in.js';
import { append, connect, node, read } from '../../../testing/lean-on-stand-in.js';
import { connectEventStore } from '../../eventstoredb.js';

const finds: Conduct = (stream) => {
  begin(stream);
  stream.write(readEvent(0));
  end(stream);
};

describe('a connection', () => {
  it('lets a node send in bulk: its windows are set from the start', async () => {
    const sessions: ServerHttp2Session[] = [];
    const server = await node({
      [READ]: (stream, headers) => (sessions.push(stream.session as ServerHttp2Session), finds(stream, headers)),
    });
    expect(await read(connect(server))).toEqual([0]);
    expect(sessions[0]!.remoteSettings).toMatchObject({ initialWindowSize: 1024 * 1024, enablePush: false });
    expect(sessions[0]!.state.remoteWindowSize).toBeGreaterThan(8 * 1024 * 1024);
  });

  it('carries 100 calls at once, and further ones in their turn', async () => {
    let [open, most] = [0, 0];
    const server = await node(
      {
        [READ]: (stream, headers) => {
          most = Math.max(most, ++open);
          stream.once('close', () => open--);
          setTimeout(() => finds(stream, headers), 20);
        },
      },
      { settings: { maxConcurrentStreams: 1_000 } },
    );
    const store = connect(server);
    expect(await Promise.all(Array.from({ length: 350 }, () => read(store)))).toEqual(Array(350).fill([0]));
    expect(most).toBe(100);
    expect(server.sessions.size).toBe(1);
  });

  it('carries fewer where the node allows fewer', async () => {
    let [open, most] = [0, 0];
    const conduct: Conduct = (stream, headers) => {
      most = Math.max(most, ++open);
      stream.once('close', () => open--);
      setTimeout(() => finds(stream, headers), 5);
    };
    const server = await node({ [READ]: conduct }, { settings: { maxConcurrentStreams: 7 } });
    const store = connect(server);
    expect(await Promise.all(Array.from({ length: 50 }, () => read(store)))).toEqual(Array(50).fill([0]));
    expect(most).toBe(7);
  });

  it('that goes takes those with it who wait for their turn', async () => {
    const server = await node({ [READ]: () => {} }, { settings: { maxConcurrentStreams: 2 } });
    const store = connect(server);
    const reads = Array.from({ length: 5 }, () => read(store));
    const outcomes = Promise.allSettled(reads);
    await sleep(100);
    for (const session of server.sessions) session.destroy();
    for (const outcome of await outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) });
  });

  it('is made again when it is needed again', async () => {
    const server = await node({ [READ]: finds, [BATCH_APPEND]: accepts });
    const store = connect(server);
    for (let nth = 0; nth < 3; nth++) {
      expect([await read(store), await append(store)]).toEqual([[0], expect.objectContaining({ outcome: 'appended' })]);
      for (const session of server.sessions) session.destroy();
      await sleep(50);
    }
  });

  it('to nobody is a store that is not available, and an append that is to be sent again', async () => {
    const server = await standIn({});
    await server.close();
    const store = connect(server);
    await expect(read(store)).rejects.toThrow(StoreUnavailable);
    expect(await append(store)).toMatchObject({ outcome: 'unknown' });
  });

  it('names itself and asks for the leader, without credentials where it is in the clear', async () => {
    const seen: object[] = [];
    const server = await node({ [READ]: (stream, headers) => (seen.push(headers), finds(stream, headers)) });
    await read(connect({ url: server.url.replace('//', '//admin:changeit@') + '&connectionName=till-7' }));
    expect(seen).toEqual([expect.objectContaining({ 'requires-leader': 'true', 'connection-name': 'till-7' })]);
    expect(seen[0]).not.toHaveProperty('authorization');
  });
});

describe('with TLS', () => {
  let directory: string;
  let certificates: ReturnType<typeof makeCertificates>;
  let others: ReturnType<typeof makeCertificates>;
  beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'drawdown-lean-tls-'));
    certificates = makeCertificates(mkdtempSync(path.join(directory, 'own-')));
    others = makeCertificates(mkdtempSync(path.join(directory, 'other-')));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const secured = async (conducts: Readonly<Record<string, Conduct>>) => {
    const { port } = await node(conducts, { tls: certificates.identity });
    return (user: string, ca: string, host = '127.0.0.1') => `esdb://${user}@${host}:${port}?tls=true&tlsCAFile=${ca}`;
  };

  it('each request bears the credentials', async () => {
    const seen: unknown[] = [];
    const noted = (conduct: Conduct): Conduct => {
      return (stream, headers) => (seen.push(headers.authorization), conduct(stream, headers));
    };
    const url = await secured({ [READ]: noted(finds), [BATCH_APPEND]: noted(accepts) });
    const store = connect({ url: url('till%3A7:p%40ss:word', certificates.ca) });
    await read(store);
    await read(store);
    await append(store);
    expect(seen).toEqual(Array(3).fill(`Basic ${Buffer.from('till:7:p@ss:word').toString('base64')}`));
  });

  it('a node that another authority vouches for is not spoken to, nor one whose certificate is for another host', async () => {
    let calls = 0;
    const url = await secured({ [READ]: (stream, headers) => (calls++, finds(stream, headers)) });
    await expect(read(connect({ url: url('admin:changeit', others.ca) }))).rejects.toThrow(StoreUnavailable);
    await expect(read(connect({ url: url('admin:changeit', certificates.ca, 'localhost') }))).rejects.toThrow(
      StoreUnavailable,
    );
    expect(calls).toBe(0);
    expect(await read(connect({ url: url('admin:changeit', certificates.ca) }))).toEqual([0]);
  });

  it('an authority that can not be read is named at once', () => {
    expect(() => connectEventStore('esdb://a:b@127.0.0.1:1?tlsCAFile=/nowhere/ca.crt')).toThrow('/nowhere/ca.crt');
  });
});
