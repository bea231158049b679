import { Argument, type Command } from 'commander'
import { findServerFile } from '../../server/find-server-file.js'
import { readNamedServers } from '../../server/read-named-servers.js'
import type { Terminal } from '../../terminal/terminal.js'
import { formatExamples } from '../format-examples.js'
import { completionScripts } from './completion-scripts.js'
import { listCandidates } from './list-candidates.js'

/** Adds `tabby completion`, and the hidden command that its scripts call at each press of the tabulator key. */
export function addCompletionCommand(program: Command, terminal: Terminal): void {
  program
    .command('completion')
    .description('print a script with which a shell completes commands and flags')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(completionScripts)))
    .addHelpText(
      'after',
      formatExamples([
        ['source <(tabby completion bash)', 'in ~/.bashrc'],
        ['source <(tabby completion zsh)', 'in ~/.zshrc, behind compinit'],
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
