#!/usr/bin/env node
// `npm start` runs everything on the embedded default and ends it in order; `npm run dev` does the same and compiles and
// restarts the API whenever a source changes; `npm run start:<role>` runs one more process of a role against the stores
// that EVENTSTORE_URL and REDIS_URL name.
import { endWith } from './lib/say.mjs';
import { setUp } from './setup.mjs';

async function start() {
  const [argument] = process.argv.slice(2);
  const isWhole = argument === undefined || argument === '--watch';
  const redisProgram = await setUp({ needsRedis: isWhole && !process.env.REDIS_URL });
  // Imported only now: they stand on what the set-up has installed and built.
  if (!isWhole) return (await import('./lib/start-role.mjs')).startRole(argument);
  const { startAll } = await import('./lib/start-all.mjs');
  return startAll({ redisProgram, isWatched: argument === '--watch' });
}

await start().catch(endWith);
