import type { Dispatch } from '../http/dispatcher.js'
import { rewriteBody } from '../http/rewrite-body.js'

/** One request as it came in, and what became of it. */
export interface JournalEntry {
  /** ISO time of its arrival. */
  readonly time: string
  /** In capitals. */
  readonly method: string
  /** Path with the query. */
  readonly path: string
  /** With lower-case names, keys included. */
  readonly headers: Readonly<Record<string, string>>
  /** The body as text, once the server has read it. */
  body: string | null
  /** Absent until there is an answer, and for good when the connection was dropped first. */
  status?: number
  /** Milliseconds until the whole answer had been handed over. */
  endedAfterMilliseconds?: number
  /** Milliseconds until the client left before the end. */
  leftAfterMilliseconds?: number
}

/** The last requests, oldest first. */
export interface Journal {
  readonly entries: readonly JournalEntry[]
  clear(): void
}

/** Writes down the last so many requests that go through; with none to keep, requests go through untouched. */
export function keepJournal(dispatch: Dispatch, capacity: number): { dispatch: Dispatch; journal: Journal } {
  const entries: JournalEntry[] = []
  const journal: Journal = { entries, clear: () => void entries.splice(0) }
  if (capacity === 0) return { dispatch, journal }
  const journaled: Dispatch = async (request, signal) => {
    const { method, url, headers } = request
    const start = performance.now()
    const entry: JournalEntry = {
      time: new Date().toISOString(),
      method,
      path: url.pathname + url.search,
      headers: Object.fromEntries(headers),
      body: null,
    }
    entries.push(entry)
    if (entries.length > capacity) entries.shift()
    const elapsed = (): number => Math.round(performance.now() - start)
    const leave = (): void => {
      if (entry.endedAfterMilliseconds === undefined) entry.leftAfterMilliseconds = elapsed()
    }
    signal.addEventListener('abort', leave, { once: true })
    const bytes = async (): Promise<Uint8Array> => {
      const read = await request.bytes()
      entry.body = new TextDecoder().decode(read)
      return read
    }
    const response = await dispatch({ method, url, headers, bytes }, signal)
    entry.status = response.status
    return rewriteBody(response, async function* (chunks) {
      // In one go with the last chunk: a client may leave right after it without asking for the end.
      for await (const chunk of chunks) yield chunk
      entry.endedAfterMilliseconds = elapsed()
    })
  }
  return { dispatch: journaled, journal }
}
