import { describe, expect, it } from '@jest/globals';
import { pack } from '#domain/account/entries.js';
import { Ledger } from '#read-models/testing/ledger.js';
import { logged } from './testing/logged.js';

/** 600 charges: one event of 64 entries after another, with single ones between. */
async function crowded() {
  const ledger = new Ledger();
  ledger.purchase('1000');
  for (let charge = 0; charge < 300; charge++) ledger.charge('0.01');
  ledger.wait(1).charge('1');
  ledger.wait(1);
  for (let charge = 0; charge < 300; charge++) ledger.charge('0.01');
  const log = await logged('acme', pack(ledger.events), () => ledger.now);
  const revisions = async (from: number, to: number) => {
    const found: number[] = [];
    for await (const { entry } of log.entries('acme', from, to)) found.push(entry.revision);
    return found;
  };
  return { last: ledger.account.revision, revisions };
}

const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, nth) => from + nth);

describe('entries between two revisions', () => {
  it('are found wherever they lie in their events', async () => {
    const { last, revisions } = await crowded();
    const places = [1, 2, 3, 4, 255, 256, 257, 258, 259, 260, 261, 302, 303, 304, 305, 306, 559, 560, 561, last];
    for (const from of places) {
      for (const to of [from, from + 1, from + 300, last]) {
        expect(await revisions(from, to)).toEqual(range(from, Math.min(to, last)));
      }
    }
  });

  it('are none beyond the end, and none where the range is empty', async () => {
    const { last, revisions } = await crowded();
    expect(await revisions(last + 1, last + 10)).toEqual([]);
    expect(await revisions(5, 4)).toEqual([]);
    expect(await revisions(last, Infinity)).toEqual([last]);
  });
});
