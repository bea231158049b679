/** What an event stream needs to know. */
export interface EventStreamOptions {
  /** Whole frames, made by `formatEvent`. Asked for one by one, and ended with `return()` when the client leaves. */
  events: AsyncIterable<string>
  /** Aborted when the client leaves. */
  signal: AbortSignal
  /** Seconds between ping comments; zero means never (oaionly_no_ping). */
  pingSeconds: number
}

const HEADERS = {
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
  return new Response(body, { status: 200, headers: HEADERS })
}

/** `: ping - 2026-11-20 23:22:07.152758+00:00`, as the recordings have it (ping_model_load). */
function formatPing(): string {
  return `: ping - ${new Date().toISOString().replace('T', ' ').replace('Z', '000+00:00')}\r\n\r\n`
}
