import type { NodeOptions } from './options.js';
import { loadTlsIdentity, type TlsIdentity } from './transport/tls-identity.js';

export class UnsafeOptions extends Error {}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

export function refuseUnsafe({ allowAnyAddress, host }: NodeOptions): void {
  if (!allowAnyAddress && !LOOPBACK.has(host))
    throw new UnsafeOptions(`This node is for one machine. To listen on ${host}, add --allow-any-address.`);
}

/** What TLS needs; undefined with --insecure. Throws if something is missing, or can't be used. */
export function tlsIdentity(options: NodeOptions): TlsIdentity | undefined {
  if (options.insecure) return undefined;
  const { certificateFile, certificatePrivateKeyFile, trustedRootCertificatesPath } = options;
  if (certificateFile && certificatePrivateKeyFile && trustedRootCertificatesPath)
    return loadTlsIdentity({ certificateFile, certificatePrivateKeyFile, trustedRootCertificatesPath });
  const needed = {
    '--certificate-file': certificateFile,
    '--certificate-private-key-file': certificatePrivateKeyFile,
    '--trusted-root-certificates-path': trustedRootCertificatesPath,
  };
  const missing = Object.entries(needed).flatMap(([option, value]) => (value ? [] : [option]));
  throw new UnsafeOptions(
    `For TLS and users, ${missing.join(', ')} must be given. To run without either, on one machine: --insecure.`,
  );
}
