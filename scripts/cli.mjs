#!/usr/bin/env node
// The command line (`npm run cli -- --help`, `npm run replay-usage -- …`), built again when its sources have changed.
import { pathToFileURL } from 'node:url';
import { inRoot } from './lib/paths.mjs';
import { endWith, sayBesideAnAnswer } from './lib/say.mjs';
import { setUp } from './setup.mjs';

sayBesideAnAnswer();
await setUp({ needsRedis: false }).catch(endWith);
// npm runs scripts in the package's folder; files are named from where the person is.
if (process.env.npm_lifecycle_event && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
const main = inRoot('dist/apps/cli/src/main.js');
process.argv.splice(1, 1, main);
await import(pathToFileURL(main).href);
