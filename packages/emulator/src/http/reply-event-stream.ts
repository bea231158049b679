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

/** Answers with server-sent events, one chunk per event, and pings in between as the server does. */
export function replyEventStream({ events, signal, pingSeconds }: EventStreamOptions): Response {
  const encoder = new TextEncoder()
  const iterator = events[Symbol.asyncIterator]()
  let pending: Promise<IteratorResult<string>> | undefined
  let nextPing = Date.now() + pingSeconds * 1000
  let timer: ReturnType<typeof setTimeout> | undefined
  const leave = (): void => {
    clearTimeout(timer)
    // A generator that waits for a token answers return() only when that wait ends, so nobody waits for it here.
    void Promise.resolve(iterator.return?.()).catch(() => undefined)
  }
  const body = new ReadableStream<Uint8Array>(
    {
      start: () => signal.addEventListener('abort', leave, { once: true }),
      async pull(controller) {
        pending ??= iterator.next()
        const raced: Promise<'ping'>[] = []
        if (pingSeconds > 0) {
          const ping = new Promise<'ping'>((resolve) => {
            timer = setTimeout(() => resolve('ping'), Math.max(0, nextPing - Date.now()))
          })
          raced.push(ping)
        }
        try {
          const winner = await Promise.race([pending, ...raced])
          if (winner === 'ping') {
            nextPing += pingSeconds * 1000
            controller.enqueue(encoder.encode(`: ping - ${pingTime()}\r\n\r\n`))
            return
          }
          pending = undefined
          if (!winner.done) return controller.enqueue(encoder.encode(winner.value))
          signal.removeEventListener('abort', leave)
          controller.close()
        } catch (error) {
          signal.removeEventListener('abort', leave)
          controller.error(error)
        } finally {
          clearTimeout(timer)
        }
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  )
  return new Response(body, { status: 200, headers: HEADERS })
}

/** `2026-11-20 23:22:07.152758+00:00`, as the recordings have it (ping_model_load). */
function pingTime(): string {
  return new Date().toISOString().replace('T', ' ').replace('Z', '000+00:00')
}
