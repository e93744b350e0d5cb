#!/usr/bin/env node
// `npm run contract -- --url esdb://…`: what a server does differently from what the product relies on.
import { pathToFileURL } from 'node:url';
import { inRoot } from './lib/paths.mjs';
import { endWith } from './lib/say.mjs';
import { setUp } from './setup.mjs';

await setUp({ needsRedis: false }).catch(endWith);
const main = inRoot('eventstore-node/dist/contract/main.js');
process.argv.splice(1, 1, main);
await import(pathToFileURL(main).href);
