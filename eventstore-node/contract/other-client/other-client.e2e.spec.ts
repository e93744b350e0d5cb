/** The newer client's chapter, in a file of its own: where both clients are loaded they break each other. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { compileNode } from '../../testing/compiled-node.js';
import { startEmbeddedNode, type EmbeddedNode } from '../embedded-node.js';
import { freshNames } from '../fresh-names.js';
import { tryLine } from '../try-line.js';
import { otherClient } from './lines.js';

const given = process.env['EVENTSTORE_URL'];
const compiled = given ? undefined : compileNode();
const newStream = freshNames();
let node: EmbeddedNode | undefined;
beforeAll(async () => {
  node = compiled && (await startEmbeddedNode(compiled.main));
});
afterAll(async () => {
  await node?.remove();
  compiled?.remove();
});

for (const line of otherClient.lines) {
  test(line.says, async () => {
    const { observed } = await tryLine(line, { server: { url: given ?? (node as EmbeddedNode).url, newStream } });
    expect(observed).toEqual(line.expected);
  });
}
