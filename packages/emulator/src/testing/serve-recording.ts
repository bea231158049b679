import { getRecording } from './get-recording.js'
import type { Recording } from './recordings.js'
import { type AnswerServer, serveAnswers } from './serve-answers.js'

/**
 * Serves a recorded response to every request on loopback.
 *
 * @param recording - Its name, or a recording of your own.
 * @returns The server, which you close.
 * @throws {Error} when no recording has this name.
 * @example
 * ```ts
 * import { serveRecording } from '@tabby/emulator/testing'
 *
 * const server = await serveRecording('chat_context_exceeded')
 * console.log((await fetch(server.url)).status) // 400
 * await server.close()
 * ```
 */
export async function serveRecording(recording: string | Recording): Promise<AnswerServer> {
  const { status, headers, body } = (typeof recording === 'string' ? getRecording(recording) : recording).response
  return serveAnswers({ status, headers, body: [body] })
}
