import { Argument, type Command } from 'commander'
import { findServerFile, readNamedServers } from '../server/named-servers.js'
import type { Terminal } from '../terminal/terminal.js'
import { formatExamples } from './add-server-command.js'

/** Adds `tabby completion`, and the hidden command that its scripts call when the user presses Tab. */
export function addCompletionCommand(program: Command, terminal: Terminal): void {
  program
    .command('completion')
    .description('print a script that lets a shell complete commands and flags')
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
  program
    .command('complete-words', { hidden: true })
    .argument('[words...]')
    .action(async (words: string[]) => {
      const names =
        words.at(-2) === '--server' ? [...(await readNamedServers(findServerFile(terminal), terminal)).keys()] : []
      for (const candidate of listCandidates(program, words, names)) terminal.stdout.write(`${candidate}\n`)
    })
}

/**
 * Completions of the last word: flags if it begins with a dash, else commands at its level, or the values of an
 * argument.
 */
function listCandidates(program: Command, words: readonly string[], serverNames: readonly string[]): string[] {
  const last = words.at(-1) ?? ''
  let command = program
  for (const word of words.slice(0, -1)) {
    command = command.commands.find((each) => each.name() === word) ?? command
  }
  const help = command.createHelp()
  const list = (): readonly string[] => {
    if (words.at(-2) === '--server') return serverNames
    if (last.startsWith('-')) return help.visibleOptions(command).flatMap(({ long }) => long ?? [])
    const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])
    return [...help.visibleCommands(command).map((each) => each.name()), ...choices]
  }
  return list().filter((candidate) => candidate.startsWith(last))
}

/** One script for each shell. All of them call the program itself, so they are never out of date. */
const completionScripts = {
  bash: `_tabby() {
  local IFS=$'\\n'
  COMPREPLY=($(tabby complete-words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _tabby tabby
`,
  zsh: `_tabby() {
  local -a candidates
  candidates=(\${(f)"$(tabby complete-words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( \${#candidates} )); then compadd -- $candidates; else _files; fi
}
compdef _tabby tabby
`,
  fish: `complete -c tabby -a '(tabby complete-words -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
} as const
