import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'

/** An answer, byte by byte, as a server or a fetch function is to give it. */
export interface Answer {
  /** Default 200. */
  readonly status?: number
  /** Default: an event stream. */
  readonly headers?: Readonly<Record<string, string>>
  /** The body in pieces; each is sent on its own. A number is a pause in milliseconds. */
  readonly body?: readonly (string | Uint8Array | number)[]
  /** What follows the last piece: a proper end, a connection that breaks, or silence. Default `complete`. */
  readonly end?: 'complete' | 'destroy' | 'open'
}

/** Headers of an event stream, as the server sends them. */
export const eventStreamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
}

/** A request as it arrived. */
export interface ArrivedRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** The client's port: the same for requests over one connection. */
  readonly port: number | undefined
  /** Resolves when the exchange is over on the server's side, with whether the client left before the answer's end. */
  readonly over: Promise<{ readonly clientLeft: boolean; readonly at: number }>
}

/** A loopback server. */
export interface AnswerServer {
  readonly url: string
  readonly requests: readonly ArrivedRequest[]
  readonly close: () => Promise<void>
}

/** Serves answers on loopback: one for all requests, or what a function says to each. */
export async function serveAnswers(
  answer: Answer | ((request: ArrivedRequest, index: number) => Answer | Promise<Answer>),
): Promise<AnswerServer> {
  const requests: ArrivedRequest[] = []
  const server = createServer(async (incoming, outgoing) => {
    const port = incoming.socket.remotePort
    let body = ''
    for await (const piece of incoming.setEncoding('utf8')) body += piece
    const over = new Promise<{ clientLeft: boolean; at: number }>((resolve) => {
      outgoing.on('close', () => resolve({ clientLeft: !outgoing.writableFinished, at: performance.now() }))
    })
    const request = { method: incoming.method!, path: incoming.url!, headers: incoming.headers, body, port, over }
    requests.push(request)
    const {
      status = 200,
      headers = eventStreamHeaders,
      body: pieces = [],
      end = 'complete',
    } = typeof answer === 'function' ? await answer(request, requests.length - 1) : answer
    outgoing.writeHead(status, headers).flushHeaders()
    for (const piece of pieces) {
      if (outgoing.destroyed) return
      if (typeof piece === 'number') await sleep(piece)
      else {
        outgoing.write(piece)
        await nextTurn()
      }
    }
    if (end === 'complete') outgoing.end()
    else if (end === 'destroy') outgoing.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/**
 * A fetch function that gives one answer without a socket, for tests that try thousands of ways to cut a body. Pieces
 * arrive exactly as they are given; `destroy` errors the body, `open` never ends it. Pauses are left out.
 */
export function fetchAnswers({ status = 200, headers = eventStreamHeaders, body = [], end = 'complete' }: Answer) {
  return async (_url: string, init: RequestInit): Promise<Response> => {
    init.signal?.throwIfAborted()
    const pieces = body.filter((piece) => typeof piece !== 'number')
    let next = 0
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          const piece = pieces[next++]
          if (piece !== undefined)
            controller.enqueue(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece)
          else if (end === 'complete') controller.close()
          else if (end === 'destroy') controller.error(new TypeError('terminated'))
          else return new Promise(() => {})
        },
      },
      { highWaterMark: 0 },
    )
    return new Response(stream, { status, headers })
  }
}
