import { readRecordings, type Recording } from './recordings.js'

/**
 * Lists the recorded exchanges with the real server.
 *
 * @param filter - Which recordings to return; default all.
 * @returns The recordings, in the order of their files.
 * @example
 * ```ts
 * import { listRecordings } from '@tabby/emulator/testing'
 *
 * const refusals = listRecordings(({ response }) => response.status === 422)
 * console.log(refusals.length > 10) // true
 * ```
 */
export function listRecordings(filter: (recording: Recording) => boolean = () => true): Recording[] {
  return [...readRecordings().values()].filter(filter)
}
