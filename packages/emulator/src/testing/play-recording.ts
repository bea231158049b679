import { getRecording, readDetail, type Recording } from './recordings.js'
import { type AnswerServer, serveAnswers } from './serve-answers.js'

/**
 * Serves a recorded response to every request on loopback.
 *
 * @param recording - Its name, or a recording of your own.
 */
export function serveRecording(recording: string | Recording): Promise<AnswerServer> {
  const { status, headers, body } = (typeof recording === 'string' ? getRecording(recording) : recording).response
  return serveAnswers({ status, headers, body: [body] })
}

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

/** What a call made of a recorded response, beside what the recording says. */
export interface RecordedReading {
  /** What the call returned, if it did. */
  readonly value?: unknown
  /** What the call threw, if it did. */
  readonly error?: unknown
  /** The recorded status. */
  readonly status: number
  /** The recorded body of a 200, parsed. */
  readonly json?: unknown
  /** What the server said in a recorded refusal. */
  readonly detail?: string
  /** What the call requested: `GET /v1/models`. */
  readonly requested: readonly string[]
}

/**
 * Plays a recorded response to a call, and returns what the call made of it.
 *
 * @param name - The recording's name.
 * @param call - Is given the address of the server that plays it.
 */
export function readRecording(name: string, call: (url: string) => Promise<unknown>): Promise<RecordedReading> {
  return playRecording(name, async ({ url, requests }) => {
    const { status, body } = getRecording(name).response
    const outcome = await call(url).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    )
    const recorded = status === 200 ? { json: JSON.parse(body) as unknown } : { detail: readDetail(body) }
    return { ...outcome, ...recorded, status, requested: requests.map(({ method, path }) => `${method} ${path}`) }
  })
}
