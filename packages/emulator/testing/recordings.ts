import { readdirSync, readFileSync } from 'node:fs'

/** One exchange with the real server. */
export interface Recording {
  readonly name: string
  /** The server it was recorded on: `main`, `nomodel`, `nostream` ... */
  readonly instance: string
  readonly note?: string
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
  }
  readonly response: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
    /** How the exchange ended: `complete`, `server_closed_connection`, `no_end_within_...`, `client_closed_...`. */
    readonly ended: string
  }
}

const folder = new URL('../fixtures/', import.meta.url)
const recordings = new Map<string, Recording>()
for (const file of readdirSync(folder).filter((name) => name.endsWith('.jsonl'))) {
  for (const line of readFileSync(new URL(file, folder), 'utf8').split('\n').filter(Boolean)) {
    const recording = JSON.parse(line) as Recording
    recordings.set(recording.name, recording)
  }
}

/** A recorded exchange by its name. */
export function getRecording(name: string): Recording {
  const recording = recordings.get(name)
  if (!recording) throw new Error(`there is no recording called ${name}`)
  return recording
}

/** The recorded exchanges that a test is about. */
export function listRecordings(filter: (recording: Recording) => boolean): Recording[] {
  return [...recordings.values()].filter(filter)
}
