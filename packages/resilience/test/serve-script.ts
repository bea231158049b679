import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that waits for the test to answer it. */
export interface OpenExchange {
  readonly path: string
  readonly body: Record<string, unknown>
  readonly response: ServerResponse
}

/** Serves requests that a test answers itself, on a port that can be closed and opened again. */
export async function serveScript(answer: (exchange: OpenExchange, index: number) => void | Promise<void>) {
  let count = 0
  let open = 0
  let most = 0
  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    let text = ''
    for await (const piece of incoming.setEncoding('utf8')) text += piece
    open += 1
    most = Math.max(most, open)
    response.on('close', () => (open -= 1))
    await answer({ path: incoming.url!, body: text ? JSON.parse(text) : {}, response }, count++)
  }
  let server = createServer(handle)
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    url: `http://127.0.0.1:${port}`,
    close,
    /** Listens on the same port again. */
    reopen() {
      server = createServer(handle)
      return listen(port)
    },
    get requests() {
      return count
    },
    /** The most exchanges that were open at once. */
    get most() {
      return most
    },
  }
}

export const event = (value: unknown) => `data: ${JSON.stringify(value)}\r\n\r\n`
export const done = 'data: [DONE]\r\n\r\n'
export const streamHeaders = { 'content-type': 'text/event-stream' }
export const jsonHeaders = { 'content-type': 'application/json' }

/** Answers with JSON. */
export function answerJson(
  { response }: OpenExchange,
  value: unknown = { ok: true },
  status = 200,
  headers = {},
): void {
  response.writeHead(status, { ...jsonHeaders, ...headers }).end(JSON.stringify(value))
}
