import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Emulator } from '../emulator.js'
import { watchBlankKeys } from './blank-keys.js'
import { type Connections, serveExchange } from './serve-exchange.js'

/** Where to listen. */
export interface ListenOptions {
  /** Default 0: any free port. */
  port?: number
  /** Default `127.0.0.1`. */
  host?: string
  /**
   * Names under which the control endpoints may be addressed, besides `localhost`, `*.localhost`, 127.0.0.0/8, `[::1]`
   * and `host`. Any other `Host` header gets a 403 there, so that no web page can reach them by DNS rebinding.
   */
  controlHosts?: readonly string[]
}

/** An emulator behind a socket. */
export interface Listener {
  /** Address without a slash at the end, e.g. `http://127.0.0.1:41234`. */
  readonly url: string
  /** The port that it listens on. */
  readonly port: number
  /**
   * Shuts down as the real server does: event streams are cut off without a last chunk, and running plain responses are
   * completed within five seconds (shutdown_during_chat_stream, shutdown_during_chat_plain).
   */
  close(): Promise<void>
}

/**
 * An idle connection is closed after five seconds (keepalive_first); Node adds a second of its own to what it is told.
 */
const keepAliveMilliseconds = 4000

/** Headers of one request: a token or a jar of cookies behind a gateway may be long (header_size__huge_header). */
const headerBytes = 128 * 1024

const plain = 'content-type: text/plain; charset=utf-8\r\nconnection: close'
const invalidRequest = `HTTP/1.1 400 Bad Request\r\n${plain}\r\n\r\nInvalid HTTP request received.`
const refusedUpgrade = `HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n${plain}\r\n\r\n`
const shutdownMilliseconds = 5000

/**
 * Serves an emulator over HTTP on this machine: one write per event, with back-pressure; clients that disconnect are
 * noticed at once, and sockets are dropped without a last chunk where the real server would drop them.
 *
 * @param emulator - The emulator to serve; several listeners may serve the same one.
 * @param options - Port and host; default any free port of 127.0.0.1, which no other machine can reach.
 * @returns The listener, once it listens.
 * @throws the system's error when the port is taken.
 * @example
 * ```ts
 * import { createEmulator } from '@tabby/emulator'
 * import { listen } from '@tabby/emulator/node'
 *
 * const listener = await listen(createEmulator())
 * console.log(await (await fetch(`${listener.url}/health`)).json())
 * await listener.close()
 * ```
 */
export async function listen(emulator: Emulator, options: ListenOptions = {}): Promise<Listener> {
  const { port = 0, host = '127.0.0.1', controlHosts = [] } = options
  const connections: Connections = {
    closing: false,
    controlHosts: [host, ...controlHosts],
    sockets: new Set(),
    answers: new Set(),
    streams: new Set(),
  }
  const settings = { requireHostHeader: false, maxHeaderSize: headerBytes }
  const server: Server = createServer(settings, (incoming, outgoing) => {
    void serveExchange(emulator.dispatch, { incoming, outgoing, connections })
  })
  server.on('connection', (socket) => {
    connections.sockets.add(socket)
    watchBlankKeys(socket)
    socket.once('close', () => connections.sockets.delete(socket))
  })
  server.on('upgrade', (incoming, socket, begun) => {
    // No endpoint is a WebSocket. Other protocols are offered by clients that go on without them.
    if (incoming.headers.upgrade?.toLowerCase() === 'websocket') return void socket.end(refusedUpgrade)
    // Node has given the connection up, with the body unread: it is read once more, as an ordinary request.
    socket.unshift(Buffer.concat([writeHead(incoming), begun]))
    server.emit('connection', socket)
  })
  // Whatever a client expects, it is answered.
  server.on('checkExpectation', (incoming, outgoing) => void server.emit('request', incoming, outgoing))
  server.on('connect', (_incoming, socket) => void socket.end(invalidRequest))
  server.keepAliveTimeout = keepAliveMilliseconds
  server.on('clientError', (_error, socket) => {
    if (!socket.writable) return
    socket.end(invalidRequest)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const bound = (server.address() as AddressInfo).port
  const shownHost = host.includes(':') ? `[${host}]` : host
  return {
    url: `http://${shownHost}:${bound}`,
    port: bound,
    close: () => closeServer(server, connections),
  }
}

/** The head of a request as it was sent, but for the offer of another protocol. */
function writeHead({ method, url, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/1.1`]
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    if (!/^upgrade$/i.test(rawHeaders[index] ?? '')) lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`)
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
}

function closeServer(server: Server, connections: Connections): Promise<void> {
  connections.closing = true
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), shutdownMilliseconds)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    for (const stream of connections.streams) stream.destroy()
    // Not closeIdleConnections(): it spares a connection that has not asked anything yet, and one whose request is
    // still arriving after it was answered; either would be waited for, four seconds and more.
    const busy = new Set([...connections.answers].map((answer) => answer.socket))
    for (const socket of connections.sockets) if (!busy.has(socket)) socket.destroy()
  })
}
