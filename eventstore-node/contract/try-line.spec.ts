import { expect, test } from '@jest/globals';
import { either, line, lineOfItsOwnNode } from './contract-line.js';
import { differences, lineText, markdownReport, summaryText } from './report.js';
import { tryLine, type Ground, type Result } from './try-line.js';

const ground = { server: {} } as Ground;
const kept = line('Kept', [1n, { a: 2 }], async () => [1n, { a: 2 }]);
const broken = line('Broken | in two', 'yes', async () => 'no');
const failing = line('Failing', 'an answer', async () => {
  throw Object.assign(new Error('no'), { type: 'unavailable' });
});
const silent = line('Silent', 'an answer', () => new Promise(() => undefined));
const killing = lineOfItsOwnNode('it kills the server', 'Killing', 'survives', async () => 'survives');

test('what is as promised is the same; anything else differs, an error and silence too', async () => {
  const verdicts = async (patienceMs: number) =>
    Promise.all([kept, broken, failing, silent].map((each) => tryLine(each, ground, patienceMs)));
  expect((await verdicts(20)).map(({ verdict, observed }) => [verdict, observed])).toEqual([
    ['same', [1n, { a: 2 }]],
    ['different', 'no'],
    ['different', 'failed with unavailable'],
    ['different', 'nothing within 0.02 s'],
  ]);
});

test('where one thing or another is promised, each is the same and nothing else is', async () => {
  const seen = (observed: unknown) => line('Either', either('refused', [0]), async () => observed);
  const results = await Promise.all(
    ['refused', [0], 'another', ['refused']].map((each) => tryLine(seen(each), ground)),
  );
  expect(results.map(({ verdict }) => verdict)).toEqual(['same', 'same', 'different', 'different']);
  expect(lineText(results[2] as Result)).toContain('expected  refused or [ 0 ]');
});

test('a line that needs a server of its own is not tried on somebody’s', async () => {
  expect(await tryLine(killing, ground)).toMatchObject({ verdict: 'not tried here', observed: 'it kills the server' });
});

test('the tables tell each line, and count what differs', async () => {
  const results = await Promise.all([kept, broken, killing].map((each) => tryLine(each, ground)));
  const chapters = [{ title: 'A chapter', results }];
  expect(differences(chapters)).toBe(1);
  expect(summaryText(chapters)).toBe('1 lines the same, 1 different, 1 not tried here');
  expect(results.map(lineText).join('\n')).toMatchInlineSnapshot(`
   "  same            Kept: [ 1n, { a: 2 } ]
     different       Broken | in two
                     did       no
                     expected  yes
     not tried here  Killing: it kills the server"
  `);
  expect(markdownReport('a server', new Date(0), chapters)).toMatchInlineSnapshot(`
   "# The contract, tried on a server

   1970-01-01T00:00:00.000Z: 1 lines the same, 1 different, 1 not tried here.

   ## A chapter

   | line | did | expected | |
   | --- | --- | --- | --- |
   | Kept | [ 1n, { a: 2 } ] | [ 1n, { a: 2 } ] | same |
   | Broken \\| in two | no | yes | different |
   | Killing | it kills the server | survives | not tried here |
   "
  `);
});
