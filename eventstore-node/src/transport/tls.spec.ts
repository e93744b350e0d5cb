import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { startNode } from '../node.js';
import { makeCertificates, type Certificates } from '../../testing/certificates.js';
import { collect, disposeOf, failureOf, startNodeInTest } from '../../testing/node-in-test.js';
import { testOptions } from '../../testing/test-options.js';
import { startSecureNode, type SecureNode } from '../../testing/secure-node.js';

let server: SecureNode;
let others: Certificates;
beforeAll(async () => {
  server = await startSecureNode();
  others = makeCertificates();
});
afterAll(async () => {
  await server.stop();
  others.remove();
});

const refusal = async (options: object) =>
  (await failureOf(startNode({ ...testOptions, insecure: false, ...options }))).message;

test('gRPC and HTTP/1 share the port', async () => {
  const client = server.client('admin:changeit');
  await client.appendToStream('secure', jsonEvent({ type: 'T', data: {} }));
  expect(await collect(client.readStream('secure'))).toHaveLength(1);
  expect((await server.http('/health/live')).status).toBe(204);
});

test('plain HTTP is served over HTTP/2 as well', async () => {
  const session = connectHttp2(`https://127.0.0.1:${server.node.port}`, { ca: readFileSync(server.certificates.ca) });
  const get = async (path: string, headers = {}) => {
    const stream = session.request({ ':path': path, ...headers });
    const [answer] = (await once(stream, 'response')) as [{ ':status'?: number }];
    let body = '';
    for await (const chunk of stream) body += String(chunk);
    return { status: answer[':status'], body };
  };
  const authorization = `Basic ${Buffer.from('ops:changeit').toString('base64')}`;
  expect(await get('/health/live')).toEqual({ status: 204, body: '' });
  expect((await get('/stats')).status).toBe(401);
  expect(JSON.parse((await get('/stats', { authorization })).body)).toMatchObject({ proc: { id: process.pid } });
  expect((await get('/admin/scavenge', { ':method': 'POST', authorization })).status).toBe(200);
  session.close();
});

test('a client finds it by gossip', async () => {
  const trusted = `tls=true&tlsCAFile=${server.certificates.ca}`;
  const url = `esdb+discover://admin:changeit@127.0.0.1:${server.node.port}?${trusted}`;
  const client = EventStoreDBClient.connectionString(url);
  await expect(collect(client.readStream('missing'))).rejects.toMatchObject({ type: 'stream-not-found' });
  await disposeOf(client);
});

test('a client that does not trust the authority, and one that speaks in the clear, get nowhere', async () => {
  for (const options of [`tls=true&tlsCAFile=${others.ca}`, 'tls=false']) {
    const client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${server.node.port}?${options}`);
    expect((await failureOf(collect(client.readStream('secure', { deadline: 3000 })))).type).toMatch(
      /unavailable|deadline-exceeded/,
    );
    await disposeOf(client);
  }
});

test('a connection that never shakes hands does not keep the node from stopping', async () => {
  const node = await startSecureNode();
  const silent = connect(node.node.port, '127.0.0.1');
  silent.on('error', () => undefined);
  await new Promise((resolve) => silent.once('connect', resolve));
  await node.stop();
  silent.destroy();
});

test('without --insecure it says which certificates are missing', async () => {
  expect(await refusal({})).toContain(
    '--certificate-file, --certificate-private-key-file, --trusted-root-certificates-path',
  );
  const { certificateFile, certificatePrivateKeyFile } = others.files;
  expect(await refusal({ certificateFile, certificatePrivateKeyFile })).toContain(
    'For TLS and users, --trusted-root-certificates-path must be given',
  );
});

test('it does not start with certificates that are of no use', async () => {
  const { files } = server.certificates;
  const directory = mkdtempSync(join(tmpdir(), 'eventstore-tls-'));
  const nonsense = join(directory, 'nonsense.pem');
  writeFileSync(nonsense, 'nonsense');
  const refusedFor = (change: object) => refusal({ ...files, ...change });
  expect(await refusedFor({ certificateFile: '/nowhere.crt' })).toContain("/nowhere.crt can't be read");
  expect(await refusedFor({ certificateFile: nonsense })).toContain('holds no certificate');
  expect(await refusedFor({ certificatePrivateKeyFile: nonsense })).toContain('holds no private key');
  expect(await refusedFor({ certificatePrivateKeyFile: others.files.certificatePrivateKeyFile })).toContain(
    'is not the key of',
  );
  const { trustedRootCertificatesPath } = others.files;
  expect(await refusedFor({ trustedRootCertificatesPath })).toContain('was issued by none of the certificates in');
  expect(await refusedFor({ trustedRootCertificatesPath: '/nowhere' })).toContain("/nowhere can't be read");
  rmSync(directory, { recursive: true });
});

test('with --insecure credentials are not looked at', async () => {
  const open = await startNodeInTest();
  const headers = { authorization: `Basic ${Buffer.from('nobody:nothing').toString('base64')}` };
  expect((await fetch(`http://127.0.0.1:${open.node.port}/stats`, { headers })).status).toBe(200);
  await open.stop();
});
