import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Instant } from '#domain/messages.js';
import { amount } from '#domain/money.js';
import { csvOf } from './statement-csv.js';
import { htmlOf } from './statement-html.js';
import { STATEMENT_POLICY } from './statement-style.js';
import type { StatementBalance } from './statement-view.js';
import type { Statement } from './statement.js';

const FROM = '2026-11-01T00:00:00.000Z' as Instant;
const TO = '2026-11-30T23:59:59.999Z' as Instant;
const NOTHING: StatementBalance = { buckets: [], overdraft: amount('0'), withdrawals: amount('0'), total: amount('0') };
const HOSTILE = `=1+1</td><script>alert("x")</script>'&`;

/** What clients may write stands everywhere that they may write. */
const hostile = (): Statement => ({
  head: {
    accountId: HOSTILE,
    name: HOSTILE,
    from: FROM,
    to: TO,
    final: true,
    revision: 2,
    position: '2/2',
    checkpoint: null,
    opening: NOTHING,
  },
  items: (async function* () {
    const movements = [{ bucketId: HOSTILE, part: 'remaining', amount: amount('5') } as const];
    const said = { type: 'promo', description: HOSTILE, service: HOSTILE } as const;
    yield {
      revision: 2,
      time: FROM,
      effectiveTime: TO,
      ...said,
      amount: amount('5'),
      balanceAfter: amount('5'),
      movements,
    };
  })(),
  closing: NOTHING,
  kindOf: () => 'promo',
});

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

describe('a statement as a page', () => {
  it('shows what clients wrote as text, whatever it is', async () => {
    const page = await textOf(htmlOf(hostile()));
    expect(page).not.toContain('<script');
    expect(page.split('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;')).toHaveLength(7);
  });

  it('lets in its own style and nothing else, by the policy that it carries itself', async () => {
    const page = await textOf(htmlOf(hostile()));
    const [, style = ''] = /<style>(.*)<\/style>/s.exec(page) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(STATEMENT_POLICY).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(page).toContain(`<meta http-equiv="Content-Security-Policy" content="${STATEMENT_POLICY}">`);
    expect(page).not.toMatch(/\s(style|on\w+|src|href)=/);
  });

  it('says plainly that no checkpoint proves it yet', async () => {
    expect(await textOf(htmlOf(hostile()))).toContain('No signed checkpoint has its last entry yet');
  });
});

it('a statement as CSV is no formula to a spreadsheet, and opens and closes with what each place has', async () => {
  const lines = (await textOf(csvOf(hostile()))).split('\r\n');
  expect(lines[0]).toBe('section,revision,time,effectiveTime,type,description,service,bucketId,kind,part,amount');
  expect(lines.slice(1, 3)).toEqual([
    `opening,,${FROM},,,,,,,overdraft,0.00`,
    `opening,,${FROM},,,,,,,withdrawals,0.00`,
  ]);
  expect(lines[3]).toContain(`,"'=1+1</td>`);
  expect(lines[3]).toMatch(/,promo,remaining,5\.00$/);
  expect(lines.slice(4)).toEqual([
    `closing,2,${TO},,,,,,,overdraft,0.00`,
    `closing,2,${TO},,,,,,,withdrawals,0.00`,
    '',
  ]);
});
