import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Command, CommanderError } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bashCompletion, zshCompletion } from './operations/completion.js';
import { commandsOf, createProgram } from './program.js';

const commands = commandsOf(createProgram());

function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  return help;
}

/** The words of the example that its help has. */
const exampleOf = (command: Command): readonly string[] =>
  /Example: .*cli -- (.+?)( [>&].*|\))?$/m.exec(helpOf(command))?.[1]?.split(' ') ?? [];

/** What becomes of the words, whatever the command itself does: the options that it was given, or what is wrong with them. */
function parsed(words: readonly string[]): Readonly<Record<string, unknown>> | string {
  const program = createProgram();
  let given: Readonly<Record<string, unknown>> = {};
  for (const [, command] of commandsOf(program)) {
    for (let each: Command | null = command; each; each = each.parent) {
      each.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
    }
    command.action((...all: unknown[]) => {
      given = (all.at(-1) as Command).opts();
    });
  }
  try {
    program.parse([...words], { from: 'user' });
    return given;
  } catch (error) {
    if (error instanceof CommanderError) return `${error.exitCode}: ${error.message}`;
    throw error;
  }
}

describe('every command', () => {
  beforeAll(() => {
    process.env['EVENTSTORE_URL'] = 'esdb://127.0.0.1:2113?tls=false';
  });
  afterAll(() => {
    delete process.env['EVENTSTORE_URL'];
  });

  it.each(commands)('%s says what it does, and all its options', (_, command) => {
    expect(command.description()).toMatch(/^[A-Z].*\.$/);
    expect([...command.options, ...command.registeredArguments].filter(({ description }) => !description)).toEqual([]);
  });

  it.each(commands)('%s has an example in its help, which it understands', (name, command) => {
    expect(exampleOf(command).slice(0, name.split(' ').length)).toEqual(name.split(' '));
    expect(parsed(exampleOf(command))).toEqual(expect.any(Object));
  });

  it.each(commands)('%s answers in JSON where it is asked to', (_, command) => {
    expect(command.options.find(({ long }) => long === '--json')?.description).toBe('the answer as JSON');
  });

  it.each(commands)('%s refuses what it does not know, with exit code 1', (_, command) => {
    expect(parsed([...exampleOf(command), '--nonsense'])).toMatch(/^1: error: unknown option '--nonsense'/);
  });

  it('is named with what its exit codes mean in the help of all', () => {
    const help = helpOf(createProgram());
    expect(help).toContain('Exit codes: 0, all is well; 1, something');
    expect(createProgram().commands.filter((command) => !help.includes(`  ${command.name()} `))).toEqual([]);
  });
});

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

describe('completion', () => {
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
    expect(completed('drawdown', 'rebuild', 'bu')).toEqual(['buckets', 'burn-rate']);
  });
});

const SHELLS = [
  { shell: 'bash', start: 'bash --norc -i', script: bashCompletion },
  { shell: 'zsh', start: 'zsh -f -i', script: zshCompletion },
].filter(({ shell }) => spawnSync(shell, ['-c', ':']).status === 0);

/** Of a shell that nobody has set up, and what some say behind it: that they know what pasting is. */
const PROMPT = /[#%$] $/;
const PASTING = '\u001b[?2004h';

/** Types each line into a shell on a terminal, when it asks for it; what stood on the terminal in the end. */
async function typed(start: string, lines: readonly string[]): Promise<string> {
  const env = { ...process.env, TERM: 'dumb', HISTFILE: '/dev/null' };
  const child = spawn('script', ['-qec', start, '/dev/null'], { env, timeout: 20_000 });
  let seen = '';
  let from = 0;
  const left = [...lines, 'exit\n'];
  child.stdout.on('data', (data: Buffer) => {
    seen += data.toString();
    if (!PROMPT.test(seen.slice(from).replaceAll(PASTING, ''))) return;
    from = seen.length;
    child.stdin.write(left.shift() ?? '');
  });
  await once(child, 'exit');
  return seen;
}

describe.each(SHELLS)('completion in a $shell that somebody types into', ({ start, script }) => {
  const dir = mkdtempSync(path.join(tmpdir(), 'drawdown-completion-'));
  const file = path.join(dir, 'completion');
  afterAll(() => rmSync(dir, { recursive: true }));

  it('completes commands, options, values and files', async () => {
    writeFileSync(file, `${script(createProgram())}\ndrawdown() { printf '<%s>' "$@"; printf '\\n'; }\n`);
    const screen = await typed(start, [
      `source ${file}\n`,
      'drawdown transa\tteam-2 --cs\t\n',
      'drawdown keys n\t--role aud\t\n',
      'drawdown verify package.j\t\n',
    ]);
    expect(screen).toContain('<transactions><team-2><--csv>');
    expect(screen).toContain('<keys><new><--role><auditor>');
    expect(screen).toContain('<verify><package.json>');
  }, 30_000);
});
