import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Certificates {
  /** The authority's own, for clients. */
  readonly ca: string;
  /** What the node is started with. */
  readonly options: readonly string[];
}

/** An authority of a directory's own, and a certificate of it for 127.0.0.1. Made by the openssl command. */
export function makeCertificates(directory: string): Certificates {
  const file = (name: string) => path.join(directory, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc'];
  const trusted = file('trusted');
  const ca = path.join(trusted, 'ca.crt');
  mkdirSync(trusted);
  writeFileSync(file('extensions'), 'subjectAltName=IP:127.0.0.1\n');
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    file('ca.key'),
    '-out',
    ca,
    '-days',
    '2',
    '-subj',
    '/CN=Contract authority',
  );
  openssl('req', ...key, '-keyout', file('node.key'), '-out', file('node.csr'), '-subj', '/CN=eventstoredb-node');
  const issuer = ['-CA', ca, '-CAkey', file('ca.key'), '-CAcreateserial'];
  openssl(
    'x509',
    '-req',
    '-in',
    file('node.csr'),
    ...issuer,
    '-out',
    file('node.crt'),
    '-days',
    '2',
    '-extfile',
    file('extensions'),
  );
  const files = ['--certificate-file', file('node.crt'), '--certificate-private-key-file', file('node.key')];
  return { ca, options: [...files, '--trusted-root-certificates-path', trusted] };
}
