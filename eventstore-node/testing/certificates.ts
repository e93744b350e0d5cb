import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificates {
  /** The authority's own certificate, for clients. */
  readonly ca: string;
  readonly files: {
    readonly certificateFile: string;
    readonly certificatePrivateKeyFile: string;
    readonly trustedRootCertificatesPath: string;
  };
  remove(): void;
}

/** An authority of its own, and a certificate of it for 127.0.0.1 and localhost. Made by the openssl command. */
export function makeCertificates(): Certificates {
  const directory = mkdtempSync(join(tmpdir(), 'eventstore-certificates-'));
  const file = (name: string) => join(directory, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc'];
  mkdirSync(file('trusted'));
  const ca = file('trusted/ca.crt');
  openssl('req', '-x509', ...key, '-keyout', file('ca.key'), '-out', ca, '-days', '2', '-subj', '/CN=Test authority');
  writeFileSync(file('extensions'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  openssl('req', ...key, '-keyout', file('node.key'), '-out', file('node.csr'), '-subj', '/CN=eventstoredb-node');
  const issuer = ['-CA', ca, '-CAkey', file('ca.key'), '-CAcreateserial'];
  const issued = ['-out', file('node.crt'), '-days', '2', '-extfile', file('extensions')];
  openssl('x509', '-req', '-in', file('node.csr'), ...issuer, ...issued);
  return {
    ca,
    files: {
      certificateFile: file('node.crt'),
      certificatePrivateKeyFile: file('node.key'),
      trustedRootCertificatesPath: file('trusted'),
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
