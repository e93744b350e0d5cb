#!/usr/bin/env node
import { build } from './lib/build.mjs';
import { endWith } from './lib/say.mjs';

await build().catch(endWith);
