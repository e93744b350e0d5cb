import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TlsFiles {
  /** PEM: the node's certificate, behind it those between it and the root. */
  readonly certificateFile: string;
  /** PEM. */
  readonly certificatePrivateKeyFile: string;
  /** A directory of certificates, PEM or DER. */
  readonly trustedRootCertificatesPath: string;
}

/** What the node shows to clients. */
export interface TlsIdentity {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** The certificates can't be used as they are. The message has the file and the reason. */
export class UnusableCertificate extends Error {}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const ROOT_FILE = /\.(?:crt|cer|cert|pem|der)$/i;
const LONGEST_CHAIN = 10;

/** As on the server, a certificate that leads to none of the trusted roots keeps the node from starting. */
export function loadTlsIdentity(files: TlsFiles): TlsIdentity {
  const cert = readBytes(files.certificateFile);
  const key = readBytes(files.certificatePrivateKeyFile);
  const [own, ...between] = certificatesIn(files.certificateFile, cert);
  if (!own) throw new UnusableCertificate(`${files.certificateFile} holds no certificate.`);
  if (!own.checkPrivateKey(privateKey(files.certificatePrivateKeyFile, key)))
    throw new UnusableCertificate(`${files.certificatePrivateKeyFile} is not the key of ${files.certificateFile}.`);
  const now = new Date();
  if (now < new Date(own.validFrom) || now > new Date(own.validTo))
    throw new UnusableCertificate(`${files.certificateFile} is valid from ${own.validFrom} to ${own.validTo} only.`);
  if (!leadsToRoot(own, between, trustedRoots(files.trustedRootCertificatesPath)))
    throw new UnusableCertificate(
      `${files.certificateFile} was issued by none of the certificates in ${files.trustedRootCertificatesPath}.`,
    );
  return { cert, key };
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UnusableCertificate(`${file} can't be read: ${(error as Error).message}`);
  }
}

function certificatesIn(file: string, bytes: Buffer): X509Certificate[] {
  const pem = bytes.toString('latin1').match(PEM_CERTIFICATE);
  try {
    return (pem ?? [bytes]).map((certificate) => new X509Certificate(certificate));
  } catch (error) {
    throw new UnusableCertificate(`${file} holds no certificate: ${(error as Error).message}`);
  }
}

function privateKey(file: string, bytes: Buffer): KeyObject {
  try {
    return createPrivateKey(bytes);
  } catch (error) {
    throw new UnusableCertificate(`${file} holds no private key: ${(error as Error).message}`);
  }
}

function trustedRoots(directory: string): X509Certificate[] {
  let names: string[];
  try {
    names = readdirSync(directory).filter((name) => ROOT_FILE.test(name));
  } catch (error) {
    throw new UnusableCertificate(`${directory} can't be read: ${(error as Error).message}`);
  }
  const files = names.map((name) => join(directory, name));
  return files.flatMap((file) => certificatesIn(file, readBytes(file)));
}

function leadsToRoot(own: X509Certificate, between: X509Certificate[], roots: X509Certificate[]): boolean {
  const isRoot = ({ fingerprint256 }: X509Certificate) => roots.some((root) => root.fingerprint256 === fingerprint256);
  let at = own;
  for (let step = 0; step < LONGEST_CHAIN; step++) {
    if (isRoot(at)) return true;
    const issued = at;
    const issuer = [...roots, ...between].find((one) => issued.checkIssued(one) && issued.verify(one.publicKey));
    if (!issuer || issuer === at) return false;
    at = issuer;
  }
  return false;
}
