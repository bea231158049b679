import type { Recording } from './recordings.js'
import type { AnswerServer } from './serve-answers.js'
import { serveRecording } from './serve-recording.js'

/**
 * Plays a recorded response over a socket while a function uses it, and closes the server afterwards.
 *
 * @param recording - Its name, or a recording of your own.
 * @param use - Is given the server's address and, as they arrive, its requests.
 * @returns What `use` returned.
 * @throws {Error} when no recording has this name.
 * @example
 * ```ts
 * import { playRecording } from '@tabby/emulator/testing'
 *
 * const status = await playRecording('chat_context_exceeded', async ({ url }) => {
 *   return (await fetch(`${url}/v1/chat/completions`, { method: 'POST', body: '{}' })).status
 * })
 * console.log(status) // 400
 * ```
 */
export async function playRecording<T>(
  recording: string | Recording,
  use: (server: AnswerServer) => Promise<T>,
): Promise<T> {
  const server = await serveRecording(recording)
  try {
    return await use(server)
  } finally {
    await server.close()
  }
}
