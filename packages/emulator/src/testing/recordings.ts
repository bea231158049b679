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

/** All recordings by name, read when the first one is asked for: most tests that import the kit need none of them. */
export function readRecordings(): ReadonlyMap<string, Recording> {
  if (recordings) return recordings
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  const lines = files.flatMap((file) => readFileSync(new URL(file, folder), 'utf8').split('\n').filter(Boolean))
  recordings = new Map(
    lines.map((line) => JSON.parse(line) as Recording).map((recording) => [recording.name, recording]),
  )
  return recordings
}

/** What the server says in an error answer: a text, the first refused field, or no JSON at all. */
export function readDetail(body: string): string {
  if (!body.startsWith('{')) return body
  const { detail } = JSON.parse(body) as { detail: string | [{ msg: string }] }
  return typeof detail === 'string' ? detail : detail[0].msg
}
