import { readRecordings, type Recording } from './recordings.js'

/**
 * Lists the recorded exchanges that a test is about.
 *
 * @param filter - Which recordings to return.
 * @returns The recordings, in the order of their files.
 * @example
 * ```ts
 * import { listRecordings } from '@tabby/emulator/testing'
 *
 * const refusals = listRecordings(({ response }) => response.status === 422)
 * console.log(refusals.length > 10) // true
 * ```
 */
export function listRecordings(filter: (recording: Recording) => boolean): Recording[] {
  return [...readRecordings().values()].filter(filter)
}
