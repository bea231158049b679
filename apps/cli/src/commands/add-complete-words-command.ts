import type { Command } from 'commander'
import { findCompletions } from '../completion/completions.js'
import { listNames } from '../completion/list-names.js'
import { unseenCharacters } from '../output/terminal-text.js'
import type { Terminal } from '../terminal/terminal.js'

/** The exit code if file names are no completions either. */
const noFiles = 3

/** Adds the hidden command that the scripts of `tabby completion` call when the user presses Tab. */
export function addCompleteWordsCommand(
  program: Command,
  terminal: Terminal,
  createProgram: (terminal: Terminal, words: readonly string[]) => Promise<Command>,
): void {
  program
    .command('complete-words', { hidden: true })
    .argument('[words...]')
    .action(async (words: string[]) => {
      const { candidates, areFiles } = await complete(await createProgram(terminal, words), words, terminal)
      for (const candidate of candidates) terminal.stdout.write(`${candidate}\n`)
      if (!areFiles) process.exitCode = noFiles
    })
}

/** What the last word may become, and whether it may be the name of a file. */
interface WordCompletion {
  readonly candidates: readonly string[]
  readonly areFiles: boolean
}

/**
 * Completions of the last word: flags if it begins with a dash, else commands at its level, or the values of a flag or
 * an argument.
 */
async function complete(program: Command, words: readonly string[], terminal: Terminal): Promise<WordCompletion> {
  const last = words.at(-1) ?? ''
  let command = program
  for (const word of words.slice(0, -1)) {
    command = command.commands.find((each) => each.name() === word) ?? command
  }
  const help = command.createHelp()
  const match = (candidates: readonly string[]): string[] =>
    // A name that holds a line break or an escape sequence would be more than one candidate, or none that is seen.
    candidates.filter((candidate) => candidate.startsWith(last) && candidate.search(unseenCharacters) < 0)
  if (last.startsWith('-')) {
    return { candidates: match(help.visibleOptions(command).flatMap(({ long }) => long ?? [])), areFiles: false }
  }
  const before = words.at(-2) ?? ''
  const flag = command.options.find(({ long, short }) => before !== '' && (long === before || short === before))
  const completions = findCompletions(command)
  const takesValue = flag !== undefined && (flag.required || flag.optional)
  const named = takesValue ? completions[`--${(flag.long ?? '').slice(2)}`] : completions.arguments
  if (named !== undefined) {
    const names = typeof named === 'string' ? await listNames(named, readFlags(words), terminal) : named
    // A saved conversation has a name, or is a file.
    return { candidates: match(names), areFiles: named === 'chat' && takesValue }
  }
  if (takesValue) return { candidates: [], areFiles: /<(?:file|path)/.test(flag.flags) }
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])
  const candidates = match([...help.visibleCommands(command).map((each) => each.name()), ...choices])
  // Words of a question or a text may be names of files; one word with a name of its own is none.
  const areFiles = command.registeredArguments.some(({ variadic }) => variadic)
  return { candidates, areFiles }
}

/** The server that the words name so far. */
function readFlags(words: readonly string[]): { server?: string; url?: string } {
  const read = (flag: string): string | undefined => {
    const place = words.indexOf(flag)
    return place < 0 || place + 1 >= words.length - 1 ? undefined : words[place + 1]
  }
  const server = read('--server')
  const url = read('--url')
  return { ...(server !== undefined && { server }), ...(url !== undefined && { url }) }
}
