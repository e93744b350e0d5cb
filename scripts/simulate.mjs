#!/usr/bin/env node
// `npm run simulate -- --days 30 --accounts 200 --seed 1`: simulated days of many accounts, against processes of its own on a
// temporary data folder, or a service that runs with TEST_CLOCK=true.
import { endWith, sayBesideAnAnswer } from './lib/say.mjs';
import { setUp } from './setup.mjs';

async function simulate() {
  await setUp({ needsRedis: true });
  // Imported only now: it stands on what the set-up has installed and built.
  const { simulateFrom } = await import('./lib/simulate.mjs');
  return simulateFrom(process.argv);
}

sayBesideAnAnswer();
await simulate().catch(endWith);
