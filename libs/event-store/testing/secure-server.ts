/** The embedded node with TLS and users. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedNode } from '../../../eventstore-node/contract/embedded-node.js';
import { compileNode } from '../../../eventstore-node/testing/compiled-node.js';

export type SecureServer = {
  /** `user`: `name:password`. */
  url(user: string): string;
  remove(): Promise<void>;
};

/** An authority of its own, and a certificate of it for 127.0.0.1, by the openssl command. */
export function makeCertificates(directory: string) {
  const file = (name: string) => path.join(directory, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc'];
  mkdirSync(file('trusted'));
  const ca = file('trusted/ca.crt');
  openssl('req', '-x509', ...key, '-keyout', file('ca.key'), '-out', ca, '-days', '2', '-subj', '/CN=Test authority');
  writeFileSync(file('extensions'), 'subjectAltName=IP:127.0.0.1\n');
  openssl('req', ...key, '-keyout', file('node.key'), '-out', file('node.csr'), '-subj', '/CN=eventstoredb-node');
  const issuer = ['-CA', ca, '-CAkey', file('ca.key'), '-CAcreateserial', '-extfile', file('extensions')];
  openssl('x509', '-req', '-in', file('node.csr'), ...issuer, '-out', file('node.crt'), '-days', '2');
  const own = ['--certificate-file', file('node.crt'), '--certificate-private-key-file', file('node.key')];
  const identity = { cert: readFileSync(file('node.crt')), key: readFileSync(file('node.key')) };
  return { ca, identity, options: [...own, '--trusted-root-certificates-path', file('trusted')] };
}

export async function startSecureServer(): Promise<SecureServer> {
  const directory = mkdtempSync(path.join(tmpdir(), 'drawdown-certificates-'));
  const { ca, options } = makeCertificates(directory);
  const { main, remove } = compileNode();
  const node = await startEmbeddedNode(main, ['--insecure', 'false', ...options]);
  const host = /\/\/([^/?]+)/.exec(node.url)?.[1];
  return {
    url: (user) => `esdb://${user}@${host}?tls=true&tlsCAFile=${ca}`,
    async remove() {
      await node.remove();
      remove();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
