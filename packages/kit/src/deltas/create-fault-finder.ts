import type { TabbyStreamFault } from '@tabby/core'

/** Detects a stream that ended normally but was not a completion. */
export interface FaultFinder {
  /** Takes the choices of a chunk. */
  readonly add: (choices: readonly { readonly index: number }[]) => void
  /** Returns what is wrong, given how many choices were requested and how many have ended. */
  readonly find: (expectedChoices: number, endedChoices: number) => TabbyStreamFault | undefined
}

/** Makes a fault finder for one stream. */
export function createFaultFinder(): FaultFinder {
  const seen = new Set<number>()
  let last: number | undefined
  /** How many chunks have arrived, as long as each one's index equals its position. */
  let running = 0
  return {
    add(choices) {
      if (choices.length === 0) return
      running = choices.length === 1 && choices[0]!.index === running ? running + 1 : -1
      // Nearly all chunks continue the choice of the previous one.
      if (choices.length === 1 && choices[0]!.index === last) return
      for (const { index } of choices) seen.add((last = index))
    },
    find(expectedChoices, endedChoices) {
      if (seen.size === 0)
        return {
          reason: 'truncated',
          message: 'The stream ended without a single choice: the server or a proxy sent no part of a completion',
        }
      // Some servers write the number of the chunk in place of the choice's index. Its text would be one chunk of many.
      const isRunning = endedChoices === 1 ? seen.size > 1 : endedChoices === 0 && running > 2
      if (expectedChoices > 1 || !isRunning) return undefined
      return {
        reason: 'invalid-event',
        message:
          'The chunks have different choice indexes, and only the last choice ended: ' +
          'the server must give all chunks of a choice the same index',
      }
    },
  }
}
