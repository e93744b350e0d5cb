#!/usr/bin/env node
// `npm run bench`: what is measured beside what, on processes of its own; `-- --help` has the options.
import { benchBesideBare } from './beside-bare.mjs';
import { benchFeatures } from './features.mjs';
import { benchHistory } from './history/beside-young.mjs';
import { benchMemory } from './memory.mjs';
import { benchBesidePeer } from './peer/beside-peer.mjs';
import { parseOptions } from './options.mjs';

const options = parseOptions(process.argv.slice(2));
const { memoryMinutes } = options;
const bench = options.features
  ? benchFeatures
  : options.history
    ? benchHistory
    : options.peer
      ? benchBesidePeer
      : benchBesideBare;
process.exitCode = (await (memoryMinutes ? benchMemory({ ...options, memoryMinutes }) : bench(options))) ? 0 : 1;
