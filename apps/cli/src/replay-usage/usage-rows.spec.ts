import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

  it.each([
    ['TIMESTAMP is empty', ',1,1'],
    ['GeneratedTokens is empty', '2023-11-16 18:15:46,1, '],
    ['TIMESTAMP is not a time: 2023-02-30 18:15:46', '2023-02-30 18:15:46,1,1'],
  ])('names the cell: %s', async (reason, row) => {
    const wrong = file('cell.csv', `TIMESTAMP,ContextTokens,GeneratedTokens\n${row}\n`);
    await expect(readUsageRows(wrong, {})).rejects.toThrow(`Row 1 of ${wrong}: ${reason}`);
  });

  it.each([
    ['too short', '2023-11-16 18:15:46,1'],
    ['too long', '2023-11-16 18:15:46,1,1,1'],
    ['with an open quote', '"2023-11-16 18:15:46,1,1'],
  ])('names file and line where a row is %s', async (name, row) => {
    const wrong = file(`${name}.csv`, `TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46,1,1\n${row}`);
    const reading = expect(readUsageRows(wrong, {})).rejects;
    await reading.toThrow(new RegExp(`^${wrong}: .* line 3`));
  });

  it.each(['nonsense', 'null', '7'])('stops at a line of NDJSON that says %s', async (line) => {
    const wrong = file('wrong.ndjson', `{"ts":1700158546,"input":1,"output":1}\r\n\n${line}\n`);
    await expect(readUsageRows(wrong, {})).rejects.toThrow(`Row 2 of ${wrong}: `);
  });

  it.each([
    ['marked.csv', 'ts,input,output\n1700158546.680,374,44\n'],
    ['marked.ndjson', '{"ts":1700158546.680,"input":374,"output":44}'],
  ])('takes a byte order mark in %s', async (name, text) => {
    expect(await readUsageRows(file(name, `\uFEFF${text}`), {})).toEqual([first]);
  });

  it.each(['nosuch.csv', 'nosuch.ndjson'])('says that %s can’t be read', async (name) => {
    const nowhere = path.join(folder, name);
    await expect(readUsageRows(nowhere, {})).rejects.toThrow(`${nowhere} can't be read: no such file or directory`);
  });

  it.each(['folder', 'folder.jsonl'])('says that a %s can’t be read', async (name) => {
    const inside = path.join(folder, name);
    mkdirSync(inside);
    await expect(readUsageRows(inside, {})).rejects.toThrow(`${inside} can't be read: `);
  });
});
