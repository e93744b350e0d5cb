/** Files of keys that sign checkpoints, and of keys that check them: PEM, one or more in a file. */
import { type KeyObject, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { keyIdOf } from './checkpoint.js';

/** The file is none of such keys; the message names it. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

const BLOCK = /-----BEGIN ([A-Z ]+)-----[^-]+-----END \1-----/g;

/** Ed25519 private keys. Several while one is rotated: all of them sign. Throws `KeyFileError`. */
export const readSigningKeys = (file: string): readonly KeyObject[] => read(file, createPrivateKey);

/** Ed25519 public keys by their id. Throws `KeyFileError`. */
export const readPublicKeys = (files: readonly string[]): ReadonlyMap<string, KeyObject> =>
  new Map(files.flatMap((file) => read(file, createPublicKey)).map((key) => [keyIdOf(key), key]));

/**
 * A new pair: the private key to `file`, for its owner alone, the public one beside it. Throws where `file` exists: a key that
 * signed is never replaced by accident.
 */
export function writeKeyPair(file: string): { readonly publicFile: string; readonly keyId: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const publicFile = `${file.replace(/\.pem$/, '')}.pub.pem`;
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  writeFileSync(publicFile, publicKey.export({ type: 'spki', format: 'pem' }));
  return { publicFile, keyId: keyIdOf(publicKey) };
}

function read(file: string, keyOf: (pem: string) => KeyObject): readonly KeyObject[] {
  let keys: readonly KeyObject[];
  try {
    keys = Array.from(readFileSync(file, 'utf8').matchAll(BLOCK), ([pem]) => keyOf(pem));
  } catch (cause) {
    throw new KeyFileError(`${file} can not be read as keys: ${(cause as Error).message}`, { cause });
  }
  if (keys.length === 0 || keys.some(({ asymmetricKeyType }) => asymmetricKeyType !== 'ed25519')) {
    throw new KeyFileError(`${file} is wrong: expected Ed25519 keys as PEM`);
  }
  return keys;
}
