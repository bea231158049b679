import {
  createTabbyClient,
  requestJson,
  requestStream,
  type TabbyRequest,
  type TabbyWatchEnd,
  wrapTabbyClient,
} from '@tabby/core'
import { onTestFinished } from 'vitest'
import { type CacheOptions, createCache } from '../src/index.js'
import { answerJson, done, event, type OpenExchange, serveScript, streamHeaders } from './serve-script.js'

export const path = '/v1/chat/completions'
export const stop = { choices: [{ index: 0, finish_reason: 'stop' }] }
export const body = { model: 'm', temperature: 0, messages: [] }

/** A client with a cache, and a server whose answers are up to the test. */
export async function connectCache(
  answer: (exchange: OpenExchange, index: number) => void,
  options: Partial<CacheOptions> = {},
) {
  const ends: TabbyWatchEnd[] = []
  const values: unknown[] = []
  const server = await serveScript(answer)
  onTestFinished(server.close)
  const store = new Map<string, string>()
  const base = createTabbyClient({ baseUrl: server.url, retry: false })
  const client = wrapTabbyClient(base, createCache({ store, ...options }), (send) => async (request) => ({
    ...(await send(request)),
    watches: [{ onValue: (value) => void values.push(value), onEnd: (end) => void ends.push(end) }],
  }))
  const call = (more: object = {}, rest: Partial<TabbyRequest> = {}) =>
    requestJson(client, { path, operation: 'generate', body: { ...body, ...more }, ...rest })
  const stream = (rest: Partial<TabbyRequest> = {}) =>
    requestStream(client, { path, body: { ...body, stream: true }, ...rest })
  return { client, server, store, call, stream, ends, values }
}

export const reply = (exchange: OpenExchange, index: number, more: object = {}) =>
  answerJson(exchange, { model: 'm', count: index, ...stop, ...more })
export const streamReply = ({ response }: OpenExchange, index: number) =>
  response
    .writeHead(200, streamHeaders)
    .end(event({ model: 'm', count: index, choices: [] }) + ': ping\r\n\r\n' + event({ model: 'm', ...stop }) + done)
