#!/usr/bin/env node
// Checks that an entry is in what was signed, with nothing of Drawdown: Node's own crypto, the proof and a public key.
//   node check-inclusion.mjs proof.json checkpoint-key.pub.pem
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** @param {...(string | Uint8Array)} parts */
const sha256 = (...parts) =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest();

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

/** @param {{ number: number, size: number, rootHash: string, position: string, madeAt: string, previous: string }} checkpoint */
const signedText = ({ number, size, rootHash, position, madeAt, previous }) =>
  `Drawdown checkpoint\nnumber ${number}\nsize ${size}\nroot ${rootHash}\nposition ${position}\nmade ${madeAt}\nprevious ${previous}\n`;

/**
 * RFC 9162, 2.1.3.2: the root that a leaf and its audit path lead to.
 * @param {Buffer} leaf
 * @param {number} index
 * @param {number} size
 * @param {readonly string[]} path
 */
function rootOf(leaf, index, size, path) {
  let [node, last, root] = [index, size - 1, leaf];
  for (const hex of path) {
    if (last === 0) return null;
    const sibling = Buffer.from(hex, 'hex');
    if (node % 2 === 1 || node === last) {
      root = sha256(NODE, sibling, root);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else root = sha256(NODE, root, sibling);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 ? root : null;
}

/**
 * What is wrong with the answer of `…/checkpoints/{number}/inclusion`, or null.
 * @param {any} proof
 * @param {import('node:crypto').KeyLike} publicKey
 * @returns {string | null}
 */
export function problemOf(proof, publicKey) {
  const { checkpoint, eventHash, stream, leafHash, leafIndex, path } = proof;
  const text = Buffer.from(signedText(checkpoint));
  const isSigned = checkpoint.signatures.some((/** @type {{ signature: string }} */ { signature }) =>
    verify(null, text, publicKey, Buffer.from(signature, 'base64')),
  );
  if (!isSigned) return 'the checkpoint is not signed by this key';
  const leaf = sha256(LEAF, `${eventHash} ${stream}`);
  if (leaf.toString('hex') !== leafHash) return 'the leaf is not that of the event';
  const root = rootOf(leaf, leafIndex, checkpoint.size, path);
  return root?.toString('hex') === checkpoint.rootHash ? null : 'the event is not in the tree that was signed';
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [proofFile = '', keyFile = ''] = process.argv.slice(2);
  const proof = JSON.parse(readFileSync(proofFile, 'utf8'));
  const problem = problemOf(proof, createPublicKey(readFileSync(keyFile)));
  const entry = `Entry ${proof.revision} of ${proof.accountId}`;
  const verdict = problem ? `is NOT proved: ${problem}` : `is in checkpoint ${proof.checkpoint.number}.`;
  process.stdout.write(`${entry} ${verdict}\n`);
  process.exitCode = problem ? 1 : 0;
}
