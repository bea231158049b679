import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'

/** A response, chunk by chunk, as a server or a fetch function gives it. */
export interface Answer {
  /** Default 200. */
  readonly status?: number
  /** Default: an event stream. */
  readonly headers?: Readonly<Record<string, string>>
  /** The body in chunks; each is sent on its own. A number is a pause in milliseconds. */
  readonly body?: readonly (string | Uint8Array | number)[]
  /** What follows the last chunk: a proper end, a connection that breaks, or silence. Default `complete`. */
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
  /** Its method. */
  readonly method: string
  /** Its path, with the query. */
  readonly path: string
  /** Its headers, with names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Its body as text. */
  readonly body: string
  /** The client's port: the same for requests over one connection. */
  readonly port: number | undefined
  /** Resolves when the exchange is over on the server's side, with whether the client left before the answer's end. */
  readonly over: Promise<{ readonly clientLeft: boolean; readonly at: number }>
}

/** A server on loopback that gives prepared responses. */
export interface AnswerServer {
  /** Its address, for the `baseUrl` of a client. */
  readonly url: string
  /** What has arrived so far. */
  readonly requests: readonly ArrivedRequest[]
  /** Stops listening and closes every connection. */
  readonly close: () => Promise<void>
}

/**
 * Serves prepared responses on a free port of loopback.
 *
 * @param answer - One response for all requests, or a function that returns the response to each.
 * @returns The server, with the requests that arrived.
 * @throws {Error} when no port can be opened.
 * @example
 * ```ts
 * import { serveAnswers } from '@tabby/emulator/testing'
 *
 * const server = await serveAnswers({ status: 503, headers: { 'retry-after': '1' } })
 * console.log((await fetch(server.url)).status, server.requests.length) // 503 1
 * await server.close()
 * ```
 */
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
