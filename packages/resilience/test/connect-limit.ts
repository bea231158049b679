import { createTabbyClient, requestJson, requestStream, wrapTabbyClient } from '@tabby/core'
import { onTestFinished } from 'vitest'
import { createLimit, type LimitOptions } from '../src/index.js'
import { type OpenExchange, serveScript } from './serve-script.js'
import { until } from './settle.js'

export const path = '/v1/chat/completions'
export const full = { code: 'request_refused', reason: 'queue-full' }

/** A client with a limit, and a server whose answers are up to the test. */
export async function connectLimit(options: LimitOptions) {
  const open: OpenExchange[] = []
  const server = await serveScript((exchange) => void open.push(exchange))
  onTestFinished(server.close)
  const limit = createLimit(options)
  const base = createTabbyClient({ baseUrl: server.url, retry: false })
  const client = wrapTabbyClient(base, limit)
  const order: unknown[] = []
  const call = (name: string, more: object = {}) => {
    const { body = {}, ...rest } = more as { body?: object }
    return requestJson(client, { path, operation: 'generate', body: { name, ...body }, ...rest })
  }
  const stream = (name: string, more: object = {}) => requestStream(client, { path, body: { name }, ...more })
  const names = () => open.map(({ body }) => body['name'])
  /** Waits for so many requests in all. */
  const arrive = (count: number) => until(() => open.length >= count)
  return { client, base, server, open, call, stream, names, arrive, order, limit }
}

export const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, time))
