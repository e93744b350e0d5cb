import { expect, it } from '@jest/globals';
import { ReadModelBehind } from '#read-models/reader/queries.js';
import type { Reader } from '#read-models/reader/reader.js';
import { Ledger } from '#read-models/testing/ledger.js';
import { ReadYourWrites } from '../ledger/read-your-writes.js';
import type { AccountLog } from '#from-log/account-log.js';
import { Folded } from './folded.js';
import { Live } from './live.js';
import { logged } from '#from-log/testing/logged.js';

/** Rows that stay at revision 1, and a log that counts who looks at it. */
async function lagging(ledger: Ledger) {
  const asked = { log: 0, waits: [] as number[] };
  const reader = {
    async read(_accountId: string, _queries: object, { minRevision = 0 }: { minRevision?: number } = {}) {
      if (minRevision > 1) {
        asked.waits.push(minRevision);
        throw new ReadModelBehind(1, minRevision);
      }
      return { revision: 1, rows: {} };
    },
  } as unknown as Reader;
  const log = await logged('acme', ledger.events, () => ledger.now);
  const counted = {
    current: (...question: Parameters<AccountLog['current']>) => {
      asked.log++;
      return log.current(...question);
    },
  } as AccountLog;
  const answered = new ReadYourWrites();
  return { live: new Live(reader, answered, counted, new Folded(counted, answered)), answered, asked };
}

it('looks at the log once for a revision that nobody has been answered with, and waits for none', async () => {
  const { live, asked } = await lagging(new Ledger());
  await expect(live.read('acme', {}, 1_000_000)).rejects.toMatchObject({ code: 'invalid', field: 'minRevision' });
  expect(asked).toEqual({ log: 1, waits: [] });
});

it('waits for a revision that the log has, which it looks up once', async () => {
  const ledger = new Ledger();
  ledger.grant('1');
  const { live, asked } = await lagging(ledger);
  await expect(live.read('acme', {}, 2)).rejects.toMatchObject({ code: 'read-model-behind' });
  expect(asked).toEqual({ log: 1, waits: [2] });
});

it('asks nothing of the log for what this process has answered, or what has arrived', async () => {
  const { live, asked, answered } = await lagging(new Ledger());
  expect(await live.read('acme', {}, 1)).toMatchObject({ revision: 1 });
  answered.remember('acme', 2);
  await expect(live.read('acme', {}, 2)).rejects.toMatchObject({ code: 'read-model-behind' });
  expect(asked).toEqual({ log: 0, waits: [2] });
});
