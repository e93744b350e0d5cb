import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { startProgress } from './progress.js';

it('leaves cursor and line wrap of a terminal alone, as an interruption would not restore them', async () => {
  const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  const progress = startProgress('charging', 2, terminal as unknown as NodeJS.WriteStream);
  progress.advance();
  progress.end();
  const shown = await text(terminal.end());
  expect(shown).toContain('charging');
  expect(shown).not.toMatch(/\[\?(25|7)l/);
});
