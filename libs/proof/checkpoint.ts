/** A checkpoint: what somebody signed of the whole log at a moment, so that nobody can say otherwise later. */
import { type KeyObject, createHash, createPublicKey, sign, verify } from 'node:crypto';
import type { Instant } from '#domain/messages.js';

export type Checkpoint = {
  /** Dense from 1. */
  readonly number: number;
  /** Events of the ledger in the log up to `position`: the leaves of the tree. */
  readonly size: number;
  /** Hex. */
  readonly rootHash: string;
  /** Of the last of these events, `commit/prepare`. */
  readonly position: string;
  readonly madeAt: Instant;
  /** SHA-256, hex, of the text of the checkpoint before; zeros at the first. */
  readonly previous: string;
};

export type Signature = {
  readonly keyId: string;
  /** Ed25519, base64. */
  readonly signature: string;
};

/** While a key is rotated the old one and the new one sign. */
export type SignedCheckpoint = Checkpoint & { readonly signatures: readonly Signature[] };

export const NO_CHECKPOINT = '0'.repeat(64);

/** What is signed, byte for byte: UTF-8, each line ended by a line feed. */
export const textOf = ({ number, size, rootHash, position, madeAt, previous }: Checkpoint): string =>
  [
    'Drawdown checkpoint',
    `number ${number}`,
    `size ${size}`,
    `root ${rootHash}`,
    `position ${position}`,
    `made ${madeAt}`,
    `previous ${previous}`,
    '',
  ].join('\n');

export const hashOfText = (checkpoint: Checkpoint): string =>
  createHash('sha256').update(textOf(checkpoint)).digest('hex');

/** The first 16 hex digits of the SHA-256 of the public key in DER (SubjectPublicKeyInfo). */
export function keyIdOf(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

export const signed = (checkpoint: Checkpoint, keys: readonly KeyObject[]): SignedCheckpoint => ({
  ...checkpoint,
  signatures: keys.map((key) => ({
    keyId: keyIdOf(key),
    signature: sign(null, Buffer.from(textOf(checkpoint)), key).toString('base64'),
  })),
});

/** Whether one of the keys signed it. A signature by none of them proves nothing, a wrong one by one of them disproves it. */
export function isSignedBy(checkpoint: SignedCheckpoint, keys: ReadonlyMap<string, KeyObject>): boolean {
  const text = Buffer.from(textOf(checkpoint));
  const known = checkpoint.signatures.flatMap(({ keyId, signature }) => {
    const key = keys.get(keyId);
    return key ? [verify(null, text, key, Buffer.from(signature, 'base64'))] : [];
  });
  return known.length > 0 && known.every(Boolean);
}
