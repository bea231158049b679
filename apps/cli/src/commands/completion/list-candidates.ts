import type { Command } from 'commander'

/** What can stand in place of the last word: commands at its level, or flags once it begins with a dash. */
export function listCandidates(program: Command, words: readonly string[]): string[] {
  const last = words.at(-1) ?? ''
  let command = program
  for (const word of words.slice(0, -1)) {
    command = command.commands.find((each) => each.name() === word) ?? command
  }
  const help = command.createHelp()
  const candidates = last.startsWith('-')
    ? help.visibleOptions(command).flatMap(({ long }) => long ?? [])
    : help.visibleCommands(command).map((each) => each.name())
  return candidates.filter((candidate) => candidate.startsWith(last))
}
