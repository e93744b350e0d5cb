/** Real usage, from a file to proven balances, through the command line as people run it. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack } from './stack.mjs';

const ROWS = 300;
const ACCOUNTS = 7;

/** As Azure publishes its traces: seven decimals of a second, carriage returns. */
const trace = Array.from({ length: ROWS }, (_, n) => {
  const second = String(n % 60).padStart(2, '0');
  const minute = String(10 + Math.floor(n / 60)).padStart(2, '0');
  return `2023-11-16 18:${minute}:${second}.6805900,${1 + ((n * 7919) % 14_050)},${(n * 104_729) % 1_000}`;
});
const csv = ['TIMESTAMP,ContextTokens,GeneratedTokens', ...trace, ''].join('\r\n');

type Run = { readonly code: number; readonly output: string };

describe('replay-usage', () => {
  let stack: Awaited<ReturnType<typeof startStack>>;
  let file = '';
  beforeAll(async () => {
    stack = await startStack();
    file = path.join(stack.dataDir, 'trace.csv');
    writeFileSync(file, csv);
  }, 120_000);
  afterAll(() => stack?.stop());

  const cli = (...args: readonly string[]) =>
    new Promise<Run>((resolve) => {
      const main = path.resolve('dist/apps/cli/src/main.js');
      const child = execFile(process.execPath, [main, ...args], (_, stdout, stderr) =>
        resolve({ code: child.exitCode ?? 1, output: stdout + stderr }),
      );
    });
  const replay = (...more: readonly string[]) =>
    cli('replay-usage', '--file', file, '--accounts', String(ACCOUNTS), '--url', stack.urls[0] ?? '', ...more);

  it('charges every row and proves it; the same run again charges nothing twice', async () => {
    await stack.explained(
      (async () => {
        const first = await replay();
        expect(first.output).toContain(`proved  every row was charged once: ${ROWS} rows, ${ROWS} accepted`);
        expect(first.output).not.toContain('FAILED');
        expect(first.code).toBe(0);

        const run = /--run (\S+)/.exec(first.output)?.[1] ?? '';
        const again = await replay('--run', run);
        expect(again.output).toContain(`${ROWS} rows, ${ROWS} accepted, ${ROWS} in the log`);
        expect(again.code).toBe(0);

        const account = `${/accounts (replay-[0-9a-f-]+-)…/.exec(first.output)?.[1]}1`;
        const verified = await cli('verify', '--account', account, '--event-store', stack.eventStoreUrl);
        expect(verified.output).toMatch(/events, the chain is whole, head [0-9a-f]{64}/);
        expect(verified.code).toBe(0);
      })(),
    );
  }, 120_000);

  it('charges a usage of one id once, however often it is logged and in however many runs', async () => {
    const line = (nth: number, more: object = {}) =>
      JSON.stringify({
        timestamp: `2023-11-16T18:15:${String(nth).padStart(2, '0')}`,
        message: { id: `msg_${nth}`, usage: { input_tokens: 100 + nth, output_tokens: nth } },
        ...more,
      });
    const log = path.join(stack.dataDir, 'agent.jsonl');
    const write = (...nths: readonly number[]) => writeFileSync(log, nths.map((nth) => `${line(nth)}\n`).join(''));
    const columns = 'input=message.usage.input_tokens,output=message.usage.output_tokens,id=message.id';
    const args = ['--file', log, '--columns', columns, '--time-zone', 'Europe/Berlin', '--accounts', '3'];
    const charge = () => cli('replay-usage', ...args, '--url', stack.urls[0] ?? '');
    await stack.explained(
      (async () => {
        write(1, 2, 2, 3, 3, 3);
        const first = await charge();
        expect(first.output).toContain('3 more repeat the id of an earlier row');
        expect(first.output).toContain('every row was charged once: 3 rows, 3 accepted, 3 in the log');
        write(2, 3, 4, 5);
        const second = await charge();
        expect(second.output).toContain('4 rows, 2 accepted, 2 charged by an earlier run, 4 in the log');
        for (const { output, code } of [first, second]) expect([output.includes('FAILED'), code]).toEqual([false, 0]);
        writeFileSync(log, `${line(2, { message: { id: 'msg_2', usage: { input_tokens: 7, output_tokens: 7 } } })}\n`);
        const otherwise = await charge();
        expect(otherwise.output).toMatch(/FAILED {2}each charge costs what its row costs.*msg_2/);
        expect(otherwise.code).toBe(2);
      })(),
    );
  }, 120_000);

  it('charges cached tokens, those written to a cache and reasoning by prices and tiers of their own', async () => {
    const log = path.join(stack.dataDir, 'cached.jsonl');
    const line = (nth: number) =>
      JSON.stringify({
        timestamp: `2023-11-16T18:15:${String(nth).padStart(2, '0')}Z`,
        usage: {
          input_tokens: 3 * nth,
          output_tokens: nth,
          cache_read_input_tokens: nth * 9_973,
          cache_creation_input_tokens: nth % 5,
        },
        thought: nth % 3,
      });
    writeFileSync(log, Array.from({ length: 40 }, (_, nth) => `${line(nth)}\n`).join(''));
    const columns = [
      'input=usage.input_tokens,output=usage.output_tokens,reasoning=thought',
      'cached=usage.cache_read_input_tokens,cacheWrite=usage.cache_creation_input_tokens',
    ].join(',');
    const models = 'anthropic:claude-haiku-4-5,google:gemini-2.5-pro';
    const args = ['--file', log, '--columns', columns, '--models', models, '--accounts', '3'];
    const { output, code } = await cli('replay-usage', ...args, '--url', stack.urls[0] ?? '');
    expect(output).toContain('proved  each charge costs what its row costs, priced independently: 40 agree');
    expect([output.includes('FAILED'), code]).toEqual([false, 0]);
  }, 120_000);

  it('ends with code 1 and a sentence where nobody listens or the file is wrong', async () => {
    const wrong = path.join(stack.dataDir, 'wrong.csv');
    writeFileSync(wrong, 'when,tokens\nnow,1\n');
    const refused = await cli('replay-usage', '--file', wrong, '--url', stack.urls[0] ?? '');
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('Say which column is timestamp')]);
  }, 30_000);
});
