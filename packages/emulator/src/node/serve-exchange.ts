import type { Socket } from 'node:net'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Dispatch } from '../http/dispatcher.js'
import { hasBlankKey } from './blank-keys.js'
import { BodyTooLarge, ConnectionDropped } from '../http/server-request.js'

/** What the exchanges of one listener share. */
export interface Connections {
  /** The listener is being closed: no connection is kept for another request. */
  closing: boolean
  /** Hosts under which the control endpoints may be addressed, besides those of this machine. */
  readonly controlHosts: readonly string[]
  /** All sockets that are open. */
  readonly sockets: Set<Socket>
  /** All answers that are under way. */
  readonly answers: Set<ServerResponse>
  /** Answers of no known length that are under way. */
  readonly streams: Set<ServerResponse>
}

/** Carries one request from a socket to the emulator and its answer back, event by event. */
export async function serveExchange(
  dispatch: Dispatch,
  {
    incoming,
    outgoing,
    connections,
  }: { incoming: IncomingMessage; outgoing: ServerResponse; connections: Connections },
): Promise<void> {
  const left = new AbortController()
  connections.answers.add(outgoing)
  outgoing.on('close', () => {
    connections.answers.delete(outgoing)
    connections.streams.delete(outgoing)
    left.abort(new Error('the client left'))
    // The head may have been written before the closing began, without a word that the connection ends.
    if (connections.closing) incoming.socket.destroySoon()
  })
  try {
    const { method = 'GET', url: target = '/', rawHeaders } = incoming
    const headers = new Headers()
    for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
      const name = rawHeaders[index] ?? ''
      // Of a key that is sent twice the first counts.
      if (keyHeaders.has(name.toLowerCase()) && headers.has(name)) continue
      // A blank that no header takes off stands for one behind a key.
      const blank = hasBlankKey(incoming.socket, name.toLowerCase()) ? '\u00a0' : ''
      headers.append(name, (rawHeaders[index + 1] ?? '') + blank)
    }
    const via = { isLoopback: isLoopback(incoming.socket.remoteAddress), controlHosts: connections.controlHosts }
    const bytes = (limit?: number): Promise<Uint8Array> => readAll(incoming, limit)
    const response = await dispatch(
      { method, ...readTarget(target, incoming.socket), headers, via, bytes },
      left.signal,
    )
    writeHead(response, outgoing, connections)
    await writeBody(response, outgoing, method === 'HEAD')
  } catch (error) {
    if (error instanceof ConnectionDropped && error.reset) incoming.socket.resetAndDestroy()
    // What was written before is still sent: Node holds a chunk back until the end of the turn.
    else incoming.socket.destroySoon()
  }
}

/** Whether an address is of this machine, also in the form that a socket for both kinds of addresses reports. */
function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address ?? '')
}

function writeHead(response: Response, outgoing: ServerResponse, connections: Connections): void {
  outgoing.setHeader('server', 'uvicorn')
  for (const [name, value] of response.headers) outgoing.setHeader(name, value)
  // Set by hand, so that Node does not announce a keep-alive time; the real server announces none.
  const isStream = !response.headers.has('content-length')
  if (isStream) connections.streams.add(outgoing)
  // A body that was not read to its end cannot be told from the next request.
  if (connections.closing || response.status === 413) outgoing.setHeader('connection', 'close')
  else if (isStream) outgoing.setHeader('connection', 'keep-alive')
  else outgoing.removeHeader('connection')
  outgoing.writeHead(response.status)
}

async function writeBody(response: Response, outgoing: ServerResponse, headersOnly: boolean): Promise<void> {
  if (headersOnly || !response.body) return void outgoing.end()
  outgoing.flushHeaders()
  const reader = response.body.getReader()
  outgoing.on('close', () => void reader.cancel().catch(() => undefined))
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return void outgoing.end()
    if (outgoing.destroyed) return
    if (!outgoing.write(value)) await drained(outgoing)
  }
}

/** Resolves when the client has taken what was written, or has left. */
function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      outgoing.off('drain', finish)
      outgoing.off('close', finish)
      resolve()
    }
    outgoing.on('drain', finish)
    outgoing.on('close', finish)
  })
}

/**
 * The whole body of a request; rejects with a `BodyTooLarge` as soon as more than the limit has arrived. What comes
 * after that is let go by, so that the refusal can still be sent.
 */
function readAll(incoming: IncomingMessage, limit = Infinity): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let length = 0
    const take = (part: Buffer): void => {
      length += part.length
      if (length <= limit) return void parts.push(part)
      incoming.off('data', take)
      incoming.resume()
      reject(new BodyTooLarge(`${limit} bytes (settings.maxBodyBytes)`))
    }
    if (Number(incoming.headers['content-length'] ?? 0) > limit) {
      incoming.resume()
      return reject(new BodyTooLarge(`${limit} bytes (settings.maxBodyBytes)`))
    }
    incoming.on('data', take)
    incoming.once('end', () => resolve(Buffer.concat(parts)))
    incoming.once('error', reject)
    incoming.once('close', () => reject(new Error('the client left')))
  })
}

/**
 * The address of a request target. The host in it says nothing: a `Host` header may be missing or no host at all, and
 * the server answers all the same.
 */
function readTarget(target: string, { localAddress = '', localPort = 0 }: Socket): { url: URL; path: string } {
  const local = target.replace(/^https?:\/\/[^/?#]*/i, '')
  const path = local.startsWith('/') ? local : `/${local}`
  const host = localAddress.includes(':') ? `[${localAddress}]` : localAddress
  return { url: new URL(`http://${host}:${localPort}${path}`), path: path.replace(/[?#][^]*$/, '') }
}

const keyHeaders = new Set(['authorization', 'x-api-key', 'x-admin-key'])
