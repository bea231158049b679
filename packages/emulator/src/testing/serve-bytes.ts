import { createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What goes over a connection, status line and headers included: for answers that no HTTP library would send. */
export interface ByteAnswer {
  /** Pieces, each written on its own. A number is a pause in milliseconds. */
  readonly pieces: readonly (string | Uint8Array | number)[]
  /**
   * What becomes of the connection: it waits for the next request, says that nothing more will come (FIN), breaks
   * (RST), or just falls silent. Default `keep`.
   */
  readonly end?: 'keep' | 'finish' | 'reset' | 'silent'
}

/** A request as it arrived, byte for byte. */
export interface ByteRequest {
  /** All of it, with the status line and the headers. */
  readonly text: string
  /** Which connection it came over, beginning with 0. */
  readonly connection: number
  /** Resolves with the time when the connection was closed, by whichever side. */
  readonly closed: Promise<number>
}

/** A loopback server that speaks in bytes. */
export interface ByteServer {
  /** Its address, for the `baseUrl` of a client. */
  readonly url: string
  /** What has arrived so far. */
  readonly requests: readonly ByteRequest[]
  /** Stops listening and closes every connection. */
  readonly close: () => Promise<void>
}

/** The end of the first request in a text, or `undefined` while it has not arrived whole. */
function findEnd(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n')
  const end = head + 4 + Number(/content-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? 0)
  return head >= 0 && text.length >= end ? end : undefined
}

/**
 * Serves bytes on a free port of loopback, for responses that no HTTP library would send.
 *
 * @param answer - The same bytes for all requests, or a function that returns those for each.
 * @returns The server, with the requests that arrived.
 * @throws {Error} when no port can be opened.
 * @example
 * ```ts
 * import { serveBytes } from '@tabby/emulator/testing'
 *
 * const server = await serveBytes({ pieces: ['HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nshort'], end: 'finish' })
 * console.log(await (await fetch(server.url)).text().catch(() => 'cut off')) // cut off
 * await server.close()
 * ```
 */
export async function serveBytes(
  answer: ByteAnswer | ((request: ByteRequest, index: number) => ByteAnswer),
): Promise<ByteServer> {
  const requests: ByteRequest[] = []
  const sockets = new Set<Socket>()
  let connections = 0

  async function write(socket: Socket, { pieces, end = 'keep' }: ByteAnswer) {
    for (const piece of pieces) {
      if (socket.destroyed) return
      if (typeof piece === 'number') await sleep(piece)
      else await new Promise((resolve) => socket.write(piece, resolve))
    }
    if (end === 'finish') socket.end()
    if (end === 'reset') socket.resetAndDestroy()
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const connection = connections++
    sockets.add(socket)
    const closed = new Promise<number>((resolve) => socket.on('close', () => resolve(performance.now())))
    let text = ''
    socket.on('error', () => {})
    socket.on('end', () => socket.end())
    socket.on('close', () => sockets.delete(socket))
    socket.setEncoding('latin1').on('data', (data) => {
      text += String(data)
      for (let end = findEnd(text); end; end = findEnd(text)) {
        const request = { text: text.slice(0, end), connection, closed }
        text = text.slice(end)
        requests.push(request)
        void write(socket, typeof answer === 'function' ? answer(request, requests.length - 1) : answer)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
