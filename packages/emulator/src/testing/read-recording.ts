import { getRecording } from './get-recording.js'
import { playRecording } from './play-recording.js'
import { readDetail } from './recordings.js'

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
 * @returns What the call returned or threw, beside what the recording says.
 * @throws {Error} when no recording has this name.
 * @example
 * ```ts
 * import { readRecording } from '@tabby/emulator/testing'
 *
 * const { value, json } = await readRecording('model_after_concurrent_loads', async (url) => (await fetch(`${url}/v1/model`)).json())
 * console.log(JSON.stringify(value) === JSON.stringify(json)) // true
 * ```
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
