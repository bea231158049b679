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
  /** The body as text, once the server has read it; `null` too when it alone is longer than the journal may be. */
  readonly body: string | null
  /** Bytes of the body. */
  bodyBytes: number
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

/** How much a journal keeps. */
export interface JournalLimits {
  /** Requests at most; with 0 they go through untouched. */
  readonly entries: number
  /** Bytes of paths, headers and bodies at most: the oldest entries go first. */
  readonly bytes: number
}

/** What an entry takes besides the texts in it. */
const entryBytes = 500

/** Writes down the last requests that go through. */
export function keepJournal(dispatch: Dispatch, limits: JournalLimits): { dispatch: Dispatch; journal: Journal } {
  const entries: JournalEntry[] = []
  const sizes = new WeakMap<JournalEntry, number>()
  let total = 0
  const drop = (): void => {
    const oldest = entries.shift()
    if (oldest) total -= sizes.get(oldest) ?? 0
  }
  const clear = (): void => {
    entries.splice(0)
    total = 0
  }
  const journal: Journal = { entries, clear }
  if (limits.entries === 0) return { dispatch, journal }

  const grow = (entry: JournalEntry, bytes: number): void => {
    sizes.set(entry, (sizes.get(entry) ?? 0) + bytes)
    total += bytes
    while (total > limits.bytes && entries.length > 0) drop()
  }

  const journaled: Dispatch = async (request, signal) => {
    const { method, url, headers, via } = request
    const start = performance.now()
    let kept: Uint8Array | undefined
    const entry: JournalEntry = {
      time: new Date().toISOString(),
      method,
      path: url.pathname + url.search,
      headers: Object.fromEntries(headers),
      // Put into words only for who looks: most bodies are never looked at, and some are long.
      get body() {
        return kept === undefined ? null : new TextDecoder().decode(kept)
      },
      bodyBytes: 0,
    }
    entries.push(entry)
    if (entries.length > limits.entries) drop()
    grow(entry, entryBytes + entry.path.length + [...headers].flat().join('').length)
    const elapsed = (): number => Math.round(performance.now() - start)
    const leave = (): void => {
      if (entry.endedAfterMilliseconds === undefined) entry.leftAfterMilliseconds = elapsed()
    }
    signal.addEventListener('abort', leave, { once: true })
    const bytes = async (limit?: number): Promise<Uint8Array> => {
      const read = await request.bytes(limit)
      entry.bodyBytes = read.length
      // An entry that is no longer listed must not count again, and one that is too long would push out all others.
      if (entries.includes(entry) && read.length <= limits.bytes - (sizes.get(entry) ?? 0)) {
        kept = read
        grow(entry, read.length)
      }
      return read
    }
    const response = await dispatch({ method, url, headers, bytes, ...(via && { via }) }, signal)
    entry.status = response.status
    return rewriteBody(response, async function* (chunks) {
      // In one go with the last chunk: a client may leave right after it without asking for the end.
      for await (const chunk of chunks) yield chunk
      entry.endedAfterMilliseconds = elapsed()
    })
  }
  return { dispatch: journaled, journal }
}
