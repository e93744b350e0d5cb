import { spawnSync } from 'node:child_process';
import type { Command } from 'commander';
import { describe, expect, it } from '@jest/globals';
import { bashCompletion } from './operations/completion.js';
import { createProgram } from './program.js';

const leaves = (command: Command): readonly Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);

/** What bash offers for the last of these words, by the script that it was given. */
function completed(...words: readonly string[]): readonly string[] {
  const script = `${bashCompletion(createProgram())}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=${words.length - 1}
_drawdown
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { status, stdout, stderr } = spawnSync('bash', ['--norc'], { input: script, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter((word) => word !== '');
}

describe('the commands', () => {
  it.each(leaves(createProgram()).map((command) => [command.name(), command] as const))(
    '%s says what it does, with an example',
    (_, command) => {
      let help = '';
      command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
      expect(command.description()).toMatch(/^[A-Z].*\.$/);
      expect(help).toMatch(/Example: /);
    },
  );
});

describe('completion in bash', () => {
  it('offers commands, those within a command, options and their values', () => {
    expect(completed('drawdown', 'tr')).toEqual(['transactions', 'trial-balance']);
    expect(completed('drawdown', 'keys', '')).toEqual(['new', 'checkpoint', '--help']);
    expect(completed('drawdown', 'balance', 'team-2', '--e')).toEqual([
      '--effective',
      '--export',
      '--event-store',
      '--event-store-client',
    ]);
    expect(completed('drawdown', 'keys', 'new', '--role', 'a')).toEqual(['auditor', 'admin']);
    expect(completed('drawdown', 'completion', 'z')).toEqual(['zsh']);
  });

  it('offers files where no word fits', () => {
    expect(completed('drawdown', 'verify', 'package.j')).toEqual(['package.json']);
  });
});
