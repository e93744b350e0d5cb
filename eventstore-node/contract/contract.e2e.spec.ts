/** Every line of the contract on the embedded node, or on the server that EVENTSTORE_URL names. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { compileNode } from '../testing/compiled-node.js';
import { chapters } from './chapters.js';
import { startEmbeddedNode, type EmbeddedNode } from './embedded-node.js';
import { secureServer, type SecureServer } from './secure-server.js';
import { connect, reconnect, type ServerUnderContract } from './server-under-contract.js';
import { tryLine } from './try-line.js';

const given = process.env['EVENTSTORE_URL'];
const compiled = given ? undefined : compileNode();
let node: EmbeddedNode | undefined;
let server: ServerUnderContract;
let secure: SecureServer;
beforeAll(async () => {
  node = compiled && (await startEmbeddedNode(compiled.main));
  server = connect(given ?? (node as EmbeddedNode).url);
  secure = secureServer(server.url, compiled?.main);
});
afterAll(async () => {
  await server.disconnect();
  await secure.remove();
  await node?.remove();
  compiled?.remove();
});

describe.each(chapters)('$title', ({ lines }) => {
  for (const line of lines) {
    // On somebody's server, lines that would kill it, load it or need its users are reported as skipped; CI tries them all.
    const isTriedHere = compiled !== undefined || !('onlyEmbedded' in line || 'needsUsers' in line);
    (isTriedHere ? test : test.skip)(line.says, async () => {
      const { verdict, observed } = await tryLine(line, {
        server,
        embeddedMain: compiled?.main,
        secureServer: secure.get,
      });
      if (verdict === 'different') server = await reconnect(server);
      // Shows what was seen beside what is expected.
      if (verdict === 'different') expect(observed).toEqual(line.expected);
      expect(verdict).toBe('same');
    });
  }
});
