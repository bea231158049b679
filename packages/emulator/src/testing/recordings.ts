import { readdirSync, readFileSync } from 'node:fs'

/** One exchange with the real server. */
export interface Recording {
  /** What the recording is called, such as `chat_n2_usage_stream`. */
  readonly name: string
  /** The server it was recorded on: `main`, `nomodel`, `nostream` ... */
  readonly instance: string
  /** What is particular about it. */
  readonly note?: string
  /** What was sent. */
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
  }
  /** What came back. */
  readonly response: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
    /** How the exchange ended: `complete`, `server_closed_connection`, `no_end_within_...`, `client_closed_...`. */
    readonly ended: string
  }
}

const folder = new URL('../../fixtures/', import.meta.url)
let recordings: Map<string, Recording> | undefined

/** Read when the first one is asked for: most tests that import the kit need none of them. */
function readRecordings(): Map<string, Recording> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  const lines = files.flatMap((file) => readFileSync(new URL(file, folder), 'utf8').split('\n').filter(Boolean))
  return new Map(lines.map((line) => JSON.parse(line) as Recording).map((recording) => [recording.name, recording]))
}

/**
 * Returns a recorded exchange with the real server.
 *
 * @param name - Such as `chat_basic_stream`; `listRecordings` finds them.
 * @throws {Error} when no recording has this name.
 */
export function getRecording(name: string): Recording {
  recordings ??= readRecordings()
  const recording = recordings.get(name)
  if (!recording) throw new Error(`there is no recording called ${name}`)
  return recording
}

/**
 * Lists the recorded exchanges that a test is about.
 *
 * @param filter - Which recordings to return.
 */
export function listRecordings(filter: (recording: Recording) => boolean): Recording[] {
  recordings ??= readRecordings()
  return [...recordings.values()].filter(filter)
}

/** What the server says in an error answer: a text, the first refused field, or no JSON at all. */
export function readDetail(body: string): string {
  if (!body.startsWith('{')) return body
  const { detail } = JSON.parse(body) as { detail: string | [{ msg: string }] }
  return typeof detail === 'string' ? detail : detail[0].msg
}
