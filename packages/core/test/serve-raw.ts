import { serveBytes } from '@tabby/emulator/testing'
import { onTestFinished } from 'vitest'
import { createTabbyClient, type TabbyClientOptions } from '../src/index.js'
import { atOnce } from './serve.js'

/** The beginning of an answer, up to its body. */
export const head = (...headers: string[]) => `HTTP/1.1 200 OK\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`

/** A whole answer of JSON. */
export const rawOk = `${head('content-type: application/json', 'content-length: 11')}{"ok":true}`

/** A piece of a chunked body. */
export const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`

/** Headers of an event stream in chunks. */
export const streamHead = head('content-type: text/event-stream; charset=utf-8', 'transfer-encoding: chunked')

/** Serves bytes for one test, with a client that points there. */
export async function serveRaw(answer: Parameters<typeof serveBytes>[0], options: TabbyClientOptions = {}) {
  const server = await serveBytes(answer)
  onTestFinished(() => server.close())
  return { server, client: createTabbyClient({ baseUrl: server.url, retry: atOnce, ...options }) }
}
