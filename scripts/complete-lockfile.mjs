#!/usr/bin/env node
// Run after `npm install <package>` where the registry is a mirror that lacks the binaries of other platforms:
// `npm install` then leaves them out of package-lock.json, and `npm ci` refuses such a lock file everywhere.
import { readFileSync, writeFileSync } from 'node:fs';
import { missingOptionals, platformEntry } from './lib/lockfile.mjs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const missing = missingOptionals(lock);
for (const optional of missing) lock.packages[`node_modules/${optional.name}`] = platformEntry(optional);
const paths = Object.keys(lock.packages).sort((a, b) => a.localeCompare(b, 'en'));
lock.packages = Object.fromEntries(paths.map((path) => [path, lock.packages[path]]));
if (missing.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${missing.length} entries added to package-lock.json`);
