import { Argument, type Command } from 'commander'
import type { Terminal } from '../terminal/terminal.js'
import { formatExamples } from './add-server-command.js'

/** Adds `tabby completion`. */
export function addCompletionCommand(program: Command, terminal: Terminal): void {
  program
    .command('completion')
    .description('print a script that lets a shell complete commands, flags and names')
    .addArgument(new Argument('<shell>', 'name of the shell').choices(Object.keys(completionScripts)))
    .addHelpText(
      'after',
      formatExamples([
        ['source <(tabby completion bash)', 'in ~/.bashrc'],
        ['source <(tabby completion zsh)', 'in ~/.zshrc, after compinit'],
        ['tabby completion fish | source', 'in ~/.config/fish/config.fish'],
      ]),
    )
    .action((shell: keyof typeof completionScripts) => void terminal.stdout.write(completionScripts[shell]))
}

/**
 * One script for each shell. All of them call the program itself, so they are never out of date. It ends with 3 where
 * file names would be wrong.
 */
const completionScripts = {
  bash: `_tabby() {
  local IFS=$'\\n'
  COMPREPLY=($(tabby complete-words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
  [ $? -eq 3 ] && compopt +o default 2>/dev/null
  return 0
}
complete -o default -F _tabby tabby
`,
  zsh: `_tabby() {
  local output code
  local -a candidates
  output="$(tabby complete-words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"
  code=$?
  candidates=(\${(f)output})
  if (( \${#candidates} )); then compadd -- $candidates; elif (( code != 3 )); then _files; fi
}
compdef _tabby tabby
`,
  fish: `function __tabby_complete
  set -l candidates (tabby complete-words -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)
  set -l code $status
  if test (count $candidates) -gt 0
    printf '%s\\n' $candidates
  else if test $code -ne 3
    __fish_complete_path (commandline -ct)
  end
end
complete -c tabby -f -a '(__tabby_complete)'
`,
} as const
