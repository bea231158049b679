import { readRecordings, type Recording } from './recordings.js'

/**
 * Returns a recorded exchange with the real server.
 *
 * @param name - Such as `chat_basic_stream`; `listRecordings` finds them.
 * @returns The recording.
 * @throws {Error} when no recording has this name.
 * @example
 * ```ts
 * import { getRecording } from '@tabby/emulator/testing'
 *
 * console.log(getRecording('chat_context_exceeded').response.status) // 400
 * ```
 */
export function getRecording(name: string): Recording {
  const recording = readRecordings().get(name)
  if (!recording) throw new Error(`there is no recording called ${name}`)
  return recording
}
