/** `completion`: what a shell needs to complete this command line, out of its own commands and options. */
import { Argument, Command, type Option } from 'commander';

export const completionCommand = new Command('completion')
  .description('Prints completion for a shell.')
  .addArgument(new Argument('<shell>').choices(['bash', 'zsh']))
  .addHelpText('after', '\nExample: source <(npm run -s cli -- completion bash)')
  .action((shell: string, _: unknown, command: Command) => {
    const script = bashCompletion(rootOf(command));
    console.log(shell === 'bash' ? script : `autoload -U +X bashcompinit && bashcompinit\n${script}`);
  });

const rootOf = (command: Command): Command => (command.parent ? rootOf(command.parent) : command);

type Described = { readonly path: string; readonly command: Command };

/** Words are those of the tree as it is now; where none fits, files are offered. */
export function bashCompletion(root: Command): string {
  const all = described(root, root.name());
  const paths = all.slice(1).map(({ path }) => `'${path}'`);
  const words = all.map(({ path, command }) => `    '${path}') words='${wordsOf(command).join(' ')}' ;;`);
  const choices = all.flatMap(({ path, command }) => command.options.flatMap((option) => choicesOf(path, option)));
  return `_${root.name()}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" path='${root.name()}' word words=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
      ${paths.join('|')}) path="$path $word" ;;
    esac
  done
  case "$path" in
${words.join('\n')}
  esac
  case "$path $before" in
${choices.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ \${#COMPREPLY[@]} -eq 0 && "$current" != -* ]]; then COMPREPLY=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _${root.name()} ${root.name()}`;
}

const described = (command: Command, path: string): readonly Described[] => [
  { path, command },
  ...command.commands.flatMap((each) => described(each, `${path} ${each.name()}`)),
];

const wordsOf = (command: Command): readonly string[] => [
  ...command.commands.map((each) => each.name()),
  ...command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
  ...command.options.flatMap(({ long }) => long ?? []),
  '--help',
];

const choicesOf = (path: string, { long, argChoices }: Option): readonly string[] =>
  long && argChoices ? [`    '${path} ${long}') words='${argChoices.join(' ')}' ;;`] : [];
