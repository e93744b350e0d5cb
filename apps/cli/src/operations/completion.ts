/** `completion`: what a shell needs to complete this command line, out of its own commands and options. */
import { Argument, Command, type Option } from 'commander';
import { jsonOption } from '../options.js';
import { show } from '../terminal/show.js';

export const completionCommand = new Command('completion')
  .description('Prints completion for a shell.')
  .addArgument(new Argument('<shell>', 'yours').choices(['bash', 'zsh']))
  .addOption(jsonOption())
  .addHelpText('after', '\nExample: source <(npm run -s cli -- completion bash)')
  .action((shell: string, { json }: { readonly json: boolean }, command: Command) => {
    const root = rootOf(command);
    const script = shell === 'bash' ? bashCompletion(root) : zshCompletion(root);
    show(json, { shell, script }, () => script);
  });

const rootOf = (command: Command): Command => (command.parent ? rootOf(command.parent) : command);

type Described = { readonly path: string; readonly command: Command };

/** Words are those of the tree as it is now; where none fits, the shell offers files. Zsh has a `words` of its own. */
export function bashCompletion(root: Command): string {
  const all = described(root, root.name());
  const paths = all.slice(1).map(({ path }) => `'${path}'`);
  const words = all.map(({ path, command }) => `    '${path}') offered='${wordsOf(command).join(' ')}' ;;`);
  const choices = all.flatMap(({ path, command }) => command.options.flatMap((option) => choicesOf(path, option)));
  return `_${root.name()}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}" path='${root.name()}' word offered=''
  for word in "\${COMP_WORDS[@]:1:$((COMP_CWORD - 1))}"; do
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
  COMPREPLY=($(compgen -W "$offered" -- "$current"))
}
complete -o default -F _${root.name()} ${root.name()}`;
}

/** Zsh takes what is for bash once its own completion is there, which a plain one has not loaded. */
export const zshCompletion = (
  root: Command,
): string => `(( \${+functions[compdef]} )) || { autoload -U compinit && compinit -i; }
autoload -U +X bashcompinit && bashcompinit
${bashCompletion(root)}`;

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
  long && argChoices ? [`    '${path} ${long}') offered='${argChoices.join(' ')}' ;;`] : [];
