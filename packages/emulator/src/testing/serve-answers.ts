import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { type Answer, eventStreamHeaders } from './answer.js'

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
