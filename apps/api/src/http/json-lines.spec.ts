import { describe, expect, it } from '@jest/globals';
import { JsonLines, type Line } from './json-lines.js';

async function* chunks(...texts: readonly (string | Buffer)[]): AsyncGenerator<Buffer, void, void> {
  for (const text of texts) yield Buffer.from(text);
}

async function portionsOf(...texts: readonly (string | Buffer)[]): Promise<readonly (readonly Line[])[]> {
  const portions: (readonly Line[])[] = [];
  for await (const portion of new JsonLines(chunks(...texts), (text) => JSON.parse(text) as unknown)) {
    portions.push(portion);
  }
  return portions;
}

const saidIn = async (...texts: readonly (string | Buffer)[]) =>
  (await portionsOf(...texts)).flat().map((line) => ('value' in line ? line.value : (line.error as Error).name));

describe('lines of JSON', () => {
  it('are the same however they are cut into chunks', async () => {
    const text = '{"a":"é𝄞"}\n[1]\r\n"two"\n';
    const bytes = Buffer.from(text);
    for (let at = 0; at <= bytes.length; at++) {
      expect(await saidIn(bytes.subarray(0, at), bytes.subarray(at))).toEqual([{ a: 'é𝄞' }, [1], 'two']);
    }
    expect(await saidIn(...[...bytes].map((byte) => Buffer.from([byte])))).toEqual([{ a: 'é𝄞' }, [1], 'two']);
  });

  it('need no newline at the end, and are none where they are empty', async () => {
    expect(await saidIn('1\n2')).toEqual([1, 2]);
    expect(await saidIn('\n\r\n  \n1\n\n')).toEqual([1]);
    expect(await saidIn('')).toEqual([]);
  });

  it('are wrong one by one', async () => {
    expect(await saidIn('1\n{\n2\n')).toEqual([1, 'SyntaxError', 2]);
  });

  it('are 1 MiB long at most, and what is longer is not kept', async () => {
    const longest = `"${'x'.repeat(1024 * 1024 - 2)}"`;
    const part = Buffer.alloc(64 * 1024, 'y');
    const endless = Array.from({ length: 40 }, () => part);
    expect(await saidIn(`${longest}\n`, '2\n')).toEqual([JSON.parse(longest), 2]);
    expect(await saidIn(`${longest} \n2\n`)).toEqual(['ApiError', 2]);
    expect(await saidIn('1\n', ...endless, '\n2\n')).toEqual([1, 'ApiError', 2]);
    expect(await saidIn('1\n', ...endless)).toEqual([1, 'ApiError']);
  });

  it('come as they arrive, 500 at once at most', async () => {
    expect((await portionsOf('1\n2\n3', '\n', '4\n')).map(({ length }) => length)).toEqual([2, 1, 1]);
    expect((await portionsOf('1\n'.repeat(1_200))).map(({ length }) => length)).toEqual([500, 500, 200]);
  });
});
