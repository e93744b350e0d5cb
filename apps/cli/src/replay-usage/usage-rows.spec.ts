import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readUsageRows } from './usage-rows.js';

const folder = mkdtempSync(path.join(tmpdir(), 'drawdown-rows-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const at = path.join(folder, name);
  writeFileSync(at, text);
  return at;
}

const first = { number: 1, atMs: Date.parse('2023-11-16T18:15:46.680Z'), inputTokens: 374, outputTokens: 44 };

describe('rows of a usage file', () => {
  it('reads a CSV as Azure writes it, with carriage returns', async () => {
    const azure = file(
      'conv.csv',
      'TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-11-16 18:15:46.6805900,374,44\r\n2023-11-16 18:15:50.9951690,396,0\r\n',
    );
    const rows = await readUsageRows(azure, {});
    expect(rows[0]).toEqual(first);
    expect(rows).toHaveLength(2);
  });

  it('reads NDJSON, with the model and the account that a row names', async () => {
    const log = file(
      'usage.ndjson',
      '{"created_at":"2023-11-16T18:15:46.680Z","prompt_tokens":374,"completion_tokens":44,"model":"m","account":"a"}\n\n',
    );
    expect(await readUsageRows(log, {})).toEqual([{ ...first, model: 'm', account: 'a' }]);
  });

  it('reads quoted cells under names of one’s own', async () => {
    const own = file('own.csv', 'when,in,out,note\n"2023-11-16 18:15:46.680","374",44,"a, b"\n');
    expect(await readUsageRows(own, { timestamp: 'when', input: 'in', output: 'out' })).toEqual([first]);
  });

  it.each([
    ['half a token', '2023-11-16 18:15:46,1.5,1'],
    ['no time', 'soon,1,1'],
    ['a negative count', '2023-11-16 18:15:46,-1,1'],
  ])('stops at a row with %s and says which', async (name, row) => {
    const wrong = file(`${name}.csv`, `TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46,1,1\n${row}\n`);
    await expect(readUsageRows(wrong, {})).rejects.toThrow(/^Row 2 of /);
  });
});
