import type { Command } from 'commander'

/**
 * What can stand in place of the last word: flags once it begins with a dash, else commands at its level, or the
 * values that an argument takes.
 */
export function listCandidates(program: Command, words: readonly string[], serverNames: readonly string[]): string[] {
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
