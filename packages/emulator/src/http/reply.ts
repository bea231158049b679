import { compactJson } from '../json/write-json.js'

/**
 * A JSON answer, compact as pydantic writes it. `replyJson(null)` is the four bytes `null` of an admin call without
 * result.
 */
export function replyJson(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return replyJsonText(compactJson(value), status, headers)
}

/** A JSON answer whose text is written already. */
export function replyJsonText(text: string, status = 200, headers: Record<string, string> = {}): Response {
  const bytes = new TextEncoder().encode(text)
  return new Response(bytes, {
    status,
    headers: { 'content-length': String(bytes.length), 'content-type': 'application/json', ...headers },
  })
}

/**
 * A plain text answer; `replyText(500, 'Internal Server Error')` is what any unhandled exception of the server gives.
 */
export function replyText(status: number, text: string, headers: Record<string, string> = {}): Response {
  const bytes = new TextEncoder().encode(text)
  return new Response(bytes, {
    status,
    headers: { 'content-length': String(bytes.length), 'content-type': 'text/plain; charset=utf-8', ...headers },
  })
}

/** The server's usual refusal: `{"detail": ...}`, a text or the list of a 422. */
export function replyDetail(status: number, detail: unknown, headers: Record<string, string> = {}): Response {
  return replyJson({ detail }, status, headers)
}

/** Thrown by a handler to answer with the given response, whatever was going on. */
export class HttpError extends Error {
  override readonly name = 'HttpError'

  constructor(readonly response: Response) {
    super(`answered with status ${response.status}`)
  }
}

/** Ends the request with `{"detail": ...}`. */
export function refuse(status: number, detail: string): never {
  throw new HttpError(replyDetail(status, detail))
}

/** What an event stream needs to know. */
interface EventStreamOptions {
  /** Whole frames, made by `formatEvent`. Asked for one by one, and ended with `return()` when the client leaves. */
  events: AsyncIterable<string>
  /** Aborted when the client leaves. */
  signal: AbortSignal
  /** Seconds between ping comments; zero means never (oaionly_no_ping). */
  pingSeconds: number
}

const eventStreamHeaders = {
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
  'content-type': 'text/event-stream; charset=utf-8',
}

/**
 * Answers with server-sent events, one chunk per event, and pings in between as the server does.
 *
 * The first event is made at once, whether anybody reads or not, so that a generation begins when the request comes in;
 * after it, each is made when the one before has been taken. It is written without races and generators: these were
 * half of the cost of an event when a thousand clients were served.
 */
export function replyEventStream({ events, signal, pingSeconds }: EventStreamOptions): Response {
  const encoder = new TextEncoder()
  const iterator = events[Symbol.asyncIterator]()
  let isPending = false
  let isPingDue = false
  let isOver = false
  let pingTimer: ReturnType<typeof setTimeout> | undefined
  /** Ends the pull that is waiting. */
  let settle: (() => void) | undefined

  function finish(): void {
    isOver = true
    clearTimeout(pingTimer)
    signal.removeEventListener('abort', leave)
    settle?.()
  }

  function leave(): void {
    finish()
    // A generator that waits for a token answers return() only when that wait ends, so nobody waits for it here.
    void Promise.resolve(iterator.return?.()).catch(() => undefined)
  }

  function pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> | void {
    const send = (frame: string): void => {
      controller.enqueue(encoder.encode(frame))
      settle?.()
      settle = undefined
    }
    if (isPingDue) {
      isPingDue = false
      return send(formatPing())
    }
    if (pingSeconds > 0) {
      pingTimer ??= setTimeout(() => {
        pingTimer = undefined
        if (settle) send(formatPing())
        else isPingDue = true
      }, pingSeconds * 1000)
    }
    if (!isPending) {
      isPending = true
      iterator.next().then(
        ({ done, value }) => {
          isPending = false
          if (isOver) return
          if (!done) return send(value)
          controller.close()
          finish()
        },
        (error: unknown) => {
          if (!isOver) controller.error(error)
          finish()
        },
      )
    }
    return new Promise((resolve) => (settle = resolve))
  }

  signal.addEventListener('abort', leave, { once: true })
  const body = new ReadableStream<Uint8Array>({ pull, cancel: leave }, { highWaterMark: 1 })
  return new Response(body, { status: 200, headers: eventStreamHeaders })
}

/** `: ping - 2026-11-20 23:22:07.152758+00:00`, as the recordings have it (ping_model_load). */
function formatPing(): string {
  return `: ping - ${new Date().toISOString().replace('T', ' ').replace('Z', '000+00:00')}\r\n\r\n`
}
