import { PassThrough } from 'node:stream';
import { expect, it } from '@jest/globals';
import { walk } from './replay-walk.js';

/** What was shown after these keys were pressed. */
async function shownAfter(keys: string, { first = 1, last = 4 } = {}): Promise<readonly number[]> {
  const input = Object.assign(new PassThrough(), { setRawMode: () => input });
  const shown: number[] = [];
  const show = async (step: number) => {
    shown.push(step);
    return `step ${step}`;
  };
  input.end(keys);
  await walk({ input: input as never, output: { write: () => true } }, { first, last, show });
  return shown;
}

it.each([
  ['arrow keys step to and fro', '\u001b[C\u001b[C\u001b[Dq', [1, 2, 3, 2]],
  ['Enter and space step on', '\r q', [1, 2, 3]],
  ['g and G jump to both ends', 'Ggq', [1, 4, 1]],
  ['nothing lies beyond the ends', '\u001b[DG\u001b[Cq', [1, 1, 4, 4]],
  ['other keys mean nothing', 'xyzq', [1]],
  ['Ctrl-C ends it', '\u0003\r', [1]],
  ['so does the end of the input', '\r', [1, 2]],
])('%s', async (_, keys, shown) => {
  expect(await shownAfter(keys)).toEqual(shown);
});
