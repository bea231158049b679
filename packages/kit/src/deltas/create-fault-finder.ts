import type { TabbyStreamFault } from '@tabby/core'

/** Notices a stream that ended well and was no completion. */
export interface FaultFinder {
  /** Looks at the choices of a chunk. */
  readonly add: (choices: readonly { readonly index: number }[]) => void
  /** What is wrong, if so many choices were asked for and so many have ended. */
  readonly find: (expectedChoices: number, endedChoices: number) => TabbyStreamFault | undefined
}

/** Makes one for a stream. */
export function createFaultFinder(): FaultFinder {
  const seen = new Set<number>()
  let last: number | undefined
  /** How many chunks there were, as long as the index of each was its place among them. */
  let running = 0
  return {
    add(choices) {
      if (choices.length === 0) return
      running = choices.length === 1 && choices[0]!.index === running ? running + 1 : -1
      // Nearly all chunks bring more of the choice of the one before.
      if (choices.length === 1 && choices[0]!.index === last) return
      for (const { index } of choices) seen.add((last = index))
    },
    find(expectedChoices, endedChoices) {
      if (seen.size === 0)
        return {
          reason: 'truncated',
          message: 'The stream ended without a single choice: the server or a proxy sent no part of a completion',
        }
      // Some servers count chunks where the index of the choice belongs. Its text would be one chunk of many.
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
