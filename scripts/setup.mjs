#!/usr/bin/env node
// Everything that a fresh clone needs before it can run: dependencies, build, redis-server. Plain Node, for there may be
// nothing else yet.
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildWhenChanged } from './lib/build.mjs';
import { lock } from './lib/lock.mjs';
import { installPackages } from './lib/packages.mjs';
import { inRoot } from './lib/paths.mjs';
import { findOrInstallRedis } from './lib/redis-server.mjs';
import { Refusal, done, endWith, step } from './lib/say.mjs';

/**
 * @param {number} major
 * @param {number} minor
 */
function requireNode(major, minor) {
  const [ours = 0, oursMinor = 0] = process.versions.node.split('.').map(Number);
  if (ours > major || (ours === major && oursMinor >= minor)) return;
  throw new Refusal(`Drawdown needs Node ${major}.${minor} or newer; this is ${process.versions.node}`);
}

/** Returns where redis-server is, or undefined where a Redis runs elsewhere. */
export async function setUp({ needsRedis = true } = {}) {
  requireNode(20, 19);
  const unlock = await lock(inRoot('.setup.lock'), {
    onWait: ([holder = '']) => step(`waiting for another set-up in this folder (process ${holder.split(' ')[0]})`),
  });
  try {
    await installPackages();
    await buildWhenChanged();
    return needsRedis ? await findOrInstallRedis() : undefined;
  } finally {
    unlock();
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await setUp({ needsRedis: !process.env.REDIS_URL }).catch(endWith);
  done('set up');
}
