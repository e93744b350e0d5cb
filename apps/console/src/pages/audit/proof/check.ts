/** Checks a proof of inclusion as RFC 9162, 2.1.3.2 says, with the browser's own cryptography and nothing of the service's. */
import type { Schemas } from '#client/client.js';

export type Proof = Schemas['InclusionProof'];
export type Checked = { readonly claim: string; readonly holds: boolean; readonly detail: string };

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

async function sha256(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
}

const [LEAF, NODE] = [Uint8Array.of(0), Uint8Array.of(1)];

export const leafHashOf = async ({ eventHash, stream }: Pick<Proof, 'eventHash' | 'stream'>): Promise<string> =>
  hexOf(await sha256(LEAF, new TextEncoder().encode(`${eventHash} ${stream}`)));

/** The root that a leaf and its path lead to; null where the path has another length than the tree is high. */
export async function rootOf(leaf: string, { leafIndex, path, size }: Way): Promise<string | null> {
  let [at, last] = [leafIndex, size - 1];
  let root = bytesOf(leaf);
  for (const step of path) {
    if (last === 0) return null;
    const neighbour = bytesOf(step);
    if (at % 2 === 1 || at === last) {
      root = await sha256(NODE, neighbour, root);
      while (at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    } else root = await sha256(NODE, root, neighbour);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hexOf(root) : null;
}

type Way = { readonly leafIndex: number; readonly path: readonly string[]; readonly size: number };

export async function checked(proof: Proof, publicKey: string): Promise<readonly Checked[]> {
  const { checkpoint, leafHash, leafIndex, path } = proof;
  const { text, size, rootHash } = checkpoint;
  const leaf = await leafHashOf(proof);
  const root = await rootOf(leaf, { leafIndex, path, size });
  const lines = text.split('\n');
  const saysIt = lines.includes(`root ${rootHash}`) && lines.includes(`size ${size}`);
  return [
    { claim: 'The leaf is the event’s', holds: leaf === leafHash, detail: leaf },
    { claim: 'The path leads to the root', holds: root === rootHash, detail: root ?? 'The path has another length' },
    { claim: 'The root is in what was signed', holds: saysIt, detail: text },
    ...(publicKey.trim() === '' ? [] : [await signature(checkpoint, publicKey)]),
  ];
}

async function signature({ text, signatures }: Proof['checkpoint'], pem: string): Promise<Checked> {
  const claim = 'Your key signed it';
  try {
    const der = base64(pem.replaceAll(/-----[^-]+-----|\s/g, ''));
    const key = await crypto.subtle.importKey('spki', der, 'Ed25519', false, ['verify']);
    const said = new TextEncoder().encode(text);
    const results = await Promise.all(
      signatures.map((each) => crypto.subtle.verify('Ed25519', key, base64(each.signature), said)),
    );
    return { claim, holds: results.includes(true), detail: signatures.map(({ keyId }) => keyId).join(' ') };
  } catch {
    return { claim, holds: false, detail: 'This is no public Ed25519 key as PEM, or this browser can’t check one.' };
  }
}

const base64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
