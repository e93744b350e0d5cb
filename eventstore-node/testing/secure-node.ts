import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { EventStoreDBClient } from '@eventstore/db-client';
import { startNode, type RunningNode } from '../src/node.js';
import type { NodeOptions } from '../src/options.js';
import { makeCertificates, type Certificates } from './certificates.js';
import { freePort } from './free-port.js';
import { disposeOf } from './node-in-test.js';
import { testOptions } from './test-options.js';

export interface SecureNode {
  readonly node: RunningNode;
  readonly certificates: Certificates;
  /** With the given credentials in the connection string, or none. */
  client(credentials?: string): EventStoreDBClient;
  /** The status of a request over HTTP/1, and its body. */
  http(
    path: string,
    options?: { method?: string; auth?: string; body?: string },
  ): Promise<{ status: number; body: string }>;
  stop(): Promise<void>;
}

/** A node with TLS and users in this process, which keeps nothing. */
export async function startSecureNode(options: Partial<NodeOptions> = {}): Promise<SecureNode> {
  const certificates = makeCertificates();
  const port = await freePort();
  const node = await startNode({ ...testOptions, insecure: false, port, ...certificates.files, ...options });
  const ca = readFileSync(certificates.ca);
  const clients: EventStoreDBClient[] = [];
  return {
    node,
    certificates,
    client(credentials) {
      const user = credentials ? `${credentials}@` : '';
      const trusted = `tls=true&tlsCAFile=${certificates.ca}`;
      const client = EventStoreDBClient.connectionString(`esdb://${user}127.0.0.1:${port}?${trusted}`);
      clients.push(client);
      return client;
    },
    http: (path, { method = 'GET', auth, body } = {}) =>
      new Promise((resolve, reject) => {
        const asked = request({ host: '127.0.0.1', port, path, method, auth, ca, agent: false }, (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
        });
        asked.on('error', reject);
        asked.end(body);
      }),
    async stop() {
      await Promise.all(clients.map(disposeOf));
      await node.stop();
      certificates.remove();
    },
  };
}
