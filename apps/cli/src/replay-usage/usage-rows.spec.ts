import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parseColumns } from './columns.js';
import { timeZone } from './time-zone.js';
import { type Reading, readUsageRows } from './usage-rows.js';

const folder = mkdtempSync(path.join(tmpdir(), 'drawdown-rows-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const at = path.join(folder, name);
  writeFileSync(at, text);
  return at;
}

const rowsOf = async (at: string, reading?: Reading) => (await readUsageRows(at, reading)).rows;

const first = { number: 1, atMs: Date.parse('2023-11-16T18:15:46.680Z'), inputTokens: 374, outputTokens: 44 };

describe('rows of a usage file', () => {
  it('reads a CSV as Azure writes it, with carriage returns', async () => {
    const azure = file(
      'conv.csv',
      'TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-11-16 18:15:46.6805900,374,44\r\n2023-11-16 18:15:50.9951690,396,0\r\n',
    );
    const { rows } = await readUsageRows(azure);
    expect(rows[0]).toEqual(first);
    expect(rows).toHaveLength(2);
  });

  it('reads NDJSON, with the model and the account that a row names', async () => {
    const log = file(
      'usage.ndjson',
      '{"created_at":"2023-11-16T18:15:46.680Z","prompt_tokens":374,"completion_tokens":44,"model":"m","account":"a"}\n\n',
    );
    expect(await rowsOf(log)).toEqual([{ ...first, model: 'm', account: 'a' }]);
  });

  it('reads quoted cells under names of one’s own', async () => {
    const own = file('own.csv', 'when,in,out,note\n"2023-11-16 18:15:46.680","374",44,"a, b"\n');
    expect(await rowsOf(own, { columns: { timestamp: 'when', input: 'in', output: 'out' } })).toEqual([first]);
  });

  it('reads members of members, as coding agents and CloudEvents log them', async () => {
    const agent = {
      type: 'assistant',
      timestamp: '2023-11-16T18:15:46.680Z',
      message: { id: 'msg_1', model: 'm', usage: { input_tokens: 374, output_tokens: 44 } },
    };
    const columns = parseColumns(
      'input=message.usage.input_tokens,output=message.usage.output_tokens,model=message.model,id=message.id',
    );
    const log = file('agent.jsonl', `${JSON.stringify(agent)}\n`);
    expect(await rowsOf(log, { columns })).toEqual([{ ...first, model: 'm', id: 'msg_1' }]);
    const { usage: _, ...bare } = agent.message;
    const wrong = file('bare.jsonl', `${JSON.stringify(agent)}\n${JSON.stringify({ ...agent, message: bare })}\n`);
    const missing = `Row 2 of ${wrong}: message.usage.input_tokens is missing`;
    await expect(readUsageRows(wrong, { columns })).rejects.toThrow(missing);
    const mistyped = parseColumns('input=message.usage.tokens,output=message.usage.output_tokens');
    const there = /^Row 1 of .*no column message\.usage\.tokens; there are type, timestamp, message\.id/;
    await expect(readUsageRows(log, { columns: mistyped })).rejects.toThrow(there);
  });

  it('charges what is logged twice once, and refuses what is logged otherwise the second time', async () => {
    const logged = (...lines: readonly string[]) =>
      file('twice.csv', ['ts,input,output,model,request', ...lines, ''].join('\n'));
    const columns = parseColumns('id=request');
    const twice = logged('1700158546.680,374,44,m,r1', '1700158547,5,5,m,r2', '1700158548,374,44.0,m,r1');
    const { rows, repeated } = await readUsageRows(twice, { columns });
    expect(rows).toEqual([{ ...first, model: 'm', id: 'r1' }, expect.objectContaining({ number: 2, id: 'r2' })]);
    expect(repeated).toBe(1);
    expect(await readUsageRows(twice)).toMatchObject({ rows: [{}, {}, {}], repeated: 0 });
    for (const [column, line] of [
      ['output is 45, but 44', '1700158546.680,374,45,m,r1'],
      ['model is n, but m', '1700158546.680,374,44,n,r1'],
    ]) {
      const other = logged('1700158546.680,374,44,m,r1', line ?? '');
      const refusal = `Row 2 of ${other}: ${column} in row 1, which has the same request`;
      await expect(readUsageRows(other, { columns })).rejects.toThrow(refusal);
    }
    const nameless = logged('1700158546.680,374,44,m,');
    await expect(readUsageRows(nameless, { columns })).rejects.toThrow(`Row 1 of ${nameless}: request is empty`);
  });

  it('reads what is cached, written to a cache or reasoning, where the file says it', async () => {
    const usage = (more: object) => ({ ts: 1700158546.68, input: 374, output: 44, ...more });
    const rows = [
      usage({ cache_read_input_tokens: 1000, cache_creation_input_tokens: 20, reasoningTokens: 7 }),
      usage({ cache_read_input_tokens: 0, cache_creation_input_tokens: null }),
    ];
    const log = file('cached.ndjson', rows.map((each) => `${JSON.stringify(each)}\n`).join(''));
    expect(await rowsOf(log)).toEqual([
      { ...first, cachedInputTokens: 1000, cacheWriteTokens: 20, reasoningTokens: 7 },
      { ...first, number: 2 },
    ]);
  });

  it('takes these out of input and output that include them, and names the column where that leaves less than nothing', async () => {
    const columns = parseColumns('cached=hit,reasoning=thought');
    const log = file('included.csv', 'ts,input,output,hit,thought\n1700158546.680,1374,51,1000,7\n');
    const included = { columns, areIncluded: true };
    expect(await rowsOf(log, included)).toEqual([{ ...first, cachedInputTokens: 1000, reasoningTokens: 7 }]);
    expect(await rowsOf(log, { columns })).toMatchObject([{ inputTokens: 1374, outputTokens: 51 }]);
    const wrong = file('less.csv', 'ts,input,output,hit,thought\n1700158546.680,374,44,1000,7\n');
    const less = `Row 1 of ${wrong}: input is less than the 1000 tokens that it is said to include`;
    await expect(readUsageRows(wrong, included)).rejects.toThrow(less);
  });

  it('keeps ids apart that are too large for a double, and sees a fraction of a token however small', async () => {
    const line = (id: string, input = '374') => `{"ts":1700158546.680,"input":${input},"output":44.0,"id":${id}}\n`;
    const columns = parseColumns('id=id');
    const snowflakes = file('snowflakes.ndjson', line('9007199254740993') + line('9007199254740992'));
    expect((await rowsOf(snowflakes, { columns })).map(({ id }) => id)).toEqual([
      '9007199254740993',
      '9007199254740992',
    ]);
    const fraction = file('fraction.ndjson', line('1', '374.00000000000000000001'));
    await expect(readUsageRows(fraction)).rejects.toThrow(
      `Row 1 of ${fraction}: input is not a number of tokens: 374.0000`,
    );
  });

  it('reads times as it is told to, and names what it took them for', async () => {
    const times = (at: string) => file('times.csv', `ts,input,output\n${at},374.0,44.00\n`);
    const berlin = { timeZone: timeZone('Europe/Berlin') };
    expect(await rowsOf(times('2023-11-16 19:15:46.680'), berlin)).toEqual([first]);
    expect(await rowsOf(times('2023-11-16'), berlin)).toMatchObject([{ atMs: Date.parse('2023-11-15T23:00:00Z') }]);
    expect(await rowsOf(times('1500'), { timeUnit: 'ms' })).toMatchObject([{ atMs: 1500 }]);
    const skipped = times('2023-03-26 02:30:00');
    await expect(readUsageRows(skipped, berlin)).rejects.toThrow(
      `Row 1 of ${skipped}: ts is not a time in Europe/Berlin: 2023-03-26 02:30:00`,
    );
  });

  it.each([
    ['half a token', '2023-11-16 18:15:46,1.5,1'],
    ['no time', 'soon,1,1'],
    ['a negative count', '2023-11-16 18:15:46,-1,1'],
  ])('stops at a row with %s and says which', async (name, row) => {
    const wrong = file(`${name}.csv`, `TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46,1,1\n${row}\n`);
    await expect(readUsageRows(wrong)).rejects.toThrow(/^Row 2 of /);
  });

  it.each([
    ['ContextTokens is not a number of tokens: 1.5', '2023-11-16 18:15:46,1.5,1'],
    ['ContextTokens is not a number of tokens: 1e3', '2023-11-16 18:15:46,1e3,1'],
    ['TIMESTAMP is empty', ',1,1'],
    ['GeneratedTokens is empty', '2023-11-16 18:15:46,1, '],
    ['TIMESTAMP is not a time: 2023-02-30 18:15:46', '2023-02-30 18:15:46,1,1'],
  ])('names the cell: %s', async (reason, row) => {
    const wrong = file('cell.csv', `TIMESTAMP,ContextTokens,GeneratedTokens\n${row}\n`);
    await expect(readUsageRows(wrong)).rejects.toThrow(`Row 1 of ${wrong}: ${reason}`);
  });

  it.each([
    ['too short', '2023-11-16 18:15:46,1'],
    ['too long', '2023-11-16 18:15:46,1,1,1'],
    ['with an open quote', '"2023-11-16 18:15:46,1,1'],
  ])('names file and line where a row is %s', async (name, row) => {
    const wrong = file(`${name}.csv`, `TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46,1,1\n${row}`);
    const reading = expect(readUsageRows(wrong)).rejects;
    await reading.toThrow(new RegExp(`^${wrong}: .* line 3`));
  });

  it.each(['nonsense', 'null', '7'])('stops at a line of NDJSON that says %s', async (line) => {
    const wrong = file('wrong.ndjson', `{"ts":1700158546,"input":1,"output":1}\r\n\n${line}\n`);
    await expect(readUsageRows(wrong)).rejects.toThrow(`Row 2 of ${wrong}: `);
  });

  it.each([
    ['marked.csv', 'ts,input,output\n1700158546.680,374,44\n'],
    ['marked.ndjson', '{"ts":1700158546.680,"input":374,"output":44}'],
  ])('takes a byte order mark in %s', async (name, text) => {
    expect(await rowsOf(file(name, `\uFEFF${text}`))).toEqual([first]);
  });

  it.each(['nosuch.csv', 'nosuch.ndjson'])('says that %s can’t be read', async (name) => {
    const nowhere = path.join(folder, name);
    await expect(readUsageRows(nowhere)).rejects.toThrow(`${nowhere} can't be read: no such file or directory`);
  });

  it.each(['folder', 'folder.jsonl'])('says that a %s can’t be read', async (name) => {
    const inside = path.join(folder, name);
    mkdirSync(inside);
    await expect(readUsageRows(inside)).rejects.toThrow(`${inside} can't be read: `);
  });
});
