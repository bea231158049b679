import { request } from 'node:http'
import type { FixtureRequest } from './fixture.js'

/** What came back from one request, as far as it came. */
export interface Exchange {
  status: number | null
  headers: Record<string, string>
  body: string
  ended: 'complete' | 'server_closed_connection' | 'client_closed'
}

/** When the client leaves of its own accord. */
export interface Patience {
  milliseconds?: number
  frames?: number
}

/** Sends one request over a socket of its own and takes down everything that comes back. */
export function exchange(base: string, sent: FixtureRequest, patience: Patience = {}): Promise<Exchange> {
  return new Promise((resolve) => {
    const { hostname, port, host } = new URL(base)
    const { method, path, headers } = sent
    const body = readBytes(sent, host)
    const length = body ? { 'content-length': String(body.length) } : {}
    const result: Exchange = { status: null, headers: {}, body: '', ended: 'complete' }
    const parts: Buffer[] = []
    let left = false
    const finish = (ended: Exchange['ended']): void => {
      clearTimeout(timer)
      resolve({ ...result, body: Buffer.concat(parts).toString('utf8'), ended: left ? 'client_closed' : ended })
    }
    const outgoing = request({ hostname, port, method, path, headers: { ...headers, ...length }, agent: false })
    const leave = (): void => {
      left = true
      outgoing.destroy()
      finish('client_closed')
    }
    const timer = patience.milliseconds === undefined ? undefined : setTimeout(leave, patience.milliseconds)
    outgoing.on('error', () => finish('server_closed_connection'))
    outgoing.on('response', (incoming) => {
      result.status = incoming.statusCode ?? null
      result.headers = incoming.headers as Record<string, string>
      incoming.on('data', (part: Buffer) => {
        parts.push(part)
        const frames = Buffer.concat(parts).toString('utf8').split('\r\n\r\n').length - 1
        if (patience.frames !== undefined && frames >= patience.frames) leave()
      })
      incoming.on('end', () => finish('complete'))
      incoming.on('error', () => finish('server_closed_connection'))
    })
    outgoing.end(body)
  })
}

/** The recordings name the address of the server that was recorded. */
function readBytes(sent: FixtureRequest, host: string): Buffer | undefined {
  if (sent.bodyBase64 !== undefined) return Buffer.from(sent.bodyBase64, 'base64')
  const { repeated } = sent
  if (repeated) return Buffer.from(repeated.head + repeated.word.repeat(repeated.times) + repeated.tail)
  return sent.body === undefined ? undefined : Buffer.from(sent.body.replaceAll('127.0.0.1:5500', host))
}
