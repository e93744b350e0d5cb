#!/usr/bin/env node
// `npm run bench:eventstore`: figures of the embedded event store node. Without `npm test` or others beside it.
import { pathToFileURL } from 'node:url';
import { inRoot } from './lib/paths.mjs';
import { endWith } from './lib/say.mjs';
import { setUp } from './setup.mjs';

await setUp({ needsRedis: false }).catch(endWith);
const main = inRoot('eventstore-node/dist/bench/main.js');
process.argv.splice(1, 1, main);
await import(pathToFileURL(main).href);
