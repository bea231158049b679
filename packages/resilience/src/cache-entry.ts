import type { TabbyResponse } from '@tabby/core'

/** The stored form of a response. */
export interface CacheEntry {
  /** When it was stored, in milliseconds since 1970. */
  readonly at: number
  /** Its content type. */
  readonly type: string
  /** Its body; for a stream, all events. */
  readonly text: string
}

/** Reads what a store returns; anything but an entry of this cache is a miss. */
export function parseEntry(stored: unknown, maxAge: number): CacheEntry | undefined {
  if (typeof stored !== 'string') return undefined
  try {
    const { at, type, text } = JSON.parse(stored) as Partial<CacheEntry>
    const isWhole = typeof at === 'number' && typeof type === 'string' && typeof text === 'string'
    return isWhole && Date.now() - at < maxAge ? { at, type, text } : undefined
  } catch {
    return undefined
  }
}

/** Makes a response from an entry. A stream is replayed as a stream, one event per read. */
export function toResponse({ type, text }: CacheEntry, isStream: boolean): TabbyResponse {
  const events = text.split(/(?<=\r?\n\r?\n)/)
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull(controller) {
        const event = events.shift()
        if (event === undefined) controller.close()
        else controller.enqueue(encoder.encode(event))
      },
    },
    { highWaterMark: 0 },
  )
  return {
    status: 200,
    headers: new Headers({ 'content-type': type }),
    body: isStream ? body : null,
    text: async () => text,
  }
}
