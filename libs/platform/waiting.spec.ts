import { describe, expect, jest, test } from '@jest/globals';
import { untilAnswered } from './waiting.js';

const notes = () => {
  const lines: string[] = [];
  return { lines, info: (line: string) => void lines.push(line), warn: (line: string) => void lines.push(line) };
};
const needed = (check: () => Promise<unknown>) => [
  { name: 'the event store', url: 'esdb://admin:secret@host:2113?tls=true', check },
];
const running = new AbortController().signal;

describe('what a process needs', () => {
  test('is not spoken of when it is there', async () => {
    const said = notes();
    await untilAnswered(
      needed(() => Promise.resolve()),
      said,
      running,
    );
    expect(said.lines).toEqual([]);
  });

  test('is waited for as long as it takes: one line says for whom, without the password, and one that it is there', async () => {
    const said = notes();
    const check = jest.fn<() => Promise<void>>().mockResolvedValue();
    for (let tries = 0; tries < 3; tries++) check.mockRejectedValueOnce(new Error('connect ECONNREFUSED'));
    await untilAnswered(needed(check), said, running);
    expect(check).toHaveBeenCalledTimes(4);
    expect(said.lines).toEqual([
      'waiting for the event store at esdb://***@host:2113?tls=true, which does not answer yet',
      'the event store answers now',
    ]);
  });

  test('is not waited for any longer when the process ends, not even where it is silent', async () => {
    const ending = new AbortController();
    const waiting = untilAnswered(
      needed(() => new Promise(() => {})),
      notes(),
      ending.signal,
    );
    ending.abort();
    await waiting;
  });
});
