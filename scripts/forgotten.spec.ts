/** Whoever adds an event, a command or a member of the account and forgets a place that needs it is stopped by the compiler. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '..');

/** What is forgotten: the file that lacks it, what is taken out there and put in, and what the compiler says of it. */
const planted: Readonly<Record<string, readonly [file: string, out: RegExp, put: string, found: RegExp]>> = {
  "a row of a table that the event's record names": [
    'projections/holds/holds.projection.ts',
    /^ {2}HoldPlaced: .*\n/m,
    '',
    /projections\/holds\/holds\.projection\.ts.*'HoldPlaced' is missing/,
  ],
  'to name a table that has a row for the event': [
    'libs/domain/account/withdrawals/events.ts',
    /'movements', 'notifications', 'withdrawals', 'outcomes'/,
    `'movements', 'notifications', 'outcomes'`,
    /projections\/withdrawals\/withdrawals\.projection\.ts.*'WithdrawalPaid' does not exist/,
  ],
  'to say which tables have rows for an event': [
    'libs/domain/account/alerts/events.ts',
    /rowsIn: \['notifications', 'sentences'\],/,
    '',
    /alerts\/events\.ts.*'rowsIn' is missing/,
  ],
  "an event's record": [
    'libs/domain/account/resources/events.ts',
    / {2}ResourceStopped: \{[\s\S]*?\n {2}\},\n/,
    '',
    /resources\/events\.ts.*'ResourceStopped' is missing/,
  ],
  'the sentences of a replay for a member of the account': [
    'libs/from-log/replay-changes.ts',
    /^ {2}holds: ofAccount.*\n/m,
    '',
    /replay-changes\.ts.*'holds' is missing/,
  ],
  'to compare a member of the account with the model': [
    'libs/domain/testing/views.ts',
    /^ {4}isDepleted: .*\n/m,
    '',
    /testing\/views\.ts.*\n.*'isDepleted' is missing/,
  ],
  'how histories try a command, what the model makes of it, and its example': [
    'libs/domain/testing/commands.ts',
    /^ {2}\.\.\.returns,\n/m,
    '',
    /testing\/commands\.ts.*'ReturnCredits' is missing/,
  ],
  'whether a balance needs a member of the account': [
    'projections/balance/stored-members.ts',
    /^ {2}withdrawals: 'not',\n/m,
    '',
    /stored-members\.ts.*'withdrawals' is missing/,
  ],
  'a member of the account in the one that has all of them': [
    'libs/domain/testing/complete-account.ts',
    /^ {2}paygUnlocked: .*\n/m,
    '',
    /complete-account\.ts.*'paygUnlocked' is missing/,
  ],
};

let tree: string;
/** What the compiler says of the copy. */
function compiled(): string {
  const { stdout, stderr } = spawnSync(path.join(root, 'node_modules/.bin/tsc'), ['--noEmit', '-p', tree], {
    encoding: 'utf8',
  });
  return stdout + stderr;
}

beforeAll(() => {
  tree = realpathSync(mkdtempSync(path.join(tmpdir(), 'forgotten-')));
  const isSource = (file: string) => !/(node_modules|dist|golden)$/.test(file);
  for (const room of ['libs', 'projections', 'apps/api', 'package.json', 'tsconfig.base.json'])
    cpSync(path.join(root, room), path.join(tree, room), { recursive: true, filter: isSource });
  symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'));
  const include = ['libs/domain', 'projections', 'apps/api/src'];
  const exclude = ['**/*.spec.ts', 'apps/**/testing'];
  const settings = { extends: './tsconfig.base.json', compilerOptions: { rootDir: '.' }, include, exclude };
  writeFileSync(path.join(tree, 'tsconfig.json'), JSON.stringify(settings));
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe('what cannot be forgotten', () => {
  let findings = '';

  it('nothing is missing as it is', () => expect(compiled()).toBe(''), 120_000);

  it('it can be taken out, each by itself', () => {
    for (const [file, out, put] of Object.values(planted)) {
      const before = readFileSync(path.join(tree, file), 'utf8');
      const after = before.replace(out, put);
      expect({ file, changed: after !== before }).toEqual({ file, changed: true });
      writeFileSync(path.join(tree, file), after);
    }
    findings = compiled();
  }, 120_000);

  it.each(Object.entries(planted))('%s', (_, [, , , found]) => expect(findings).toMatch(found));
});
