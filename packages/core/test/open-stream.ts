import { type Answer, serveAnswers } from '@tabby/emulator/testing'
import { onTestFinished } from 'vitest'
import { createTabbyClient, requestStream, type TabbyClientOptions, type TabbyStreamRequest } from '../src/index.js'

/** An event as the server writes it. */
export const event = (value: unknown) => `data: ${JSON.stringify(value)}\r\n\r\n`

/** The end of a stream. */
export const done = 'data: [DONE]\r\n\r\n'

/** A ping as the server writes it. */
export const ping = ': ping - 2026-11-20 23:24:46.821488+00:00\r\n\r\n'

/** Serves one answer for one test, and opens it as a stream. */
export async function open(
  answer: Answer,
  options: TabbyClientOptions = {},
  request: Partial<TabbyStreamRequest<unknown>> = {},
) {
  const server = await serveAnswers(answer)
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, ...options })
  const stream = await requestStream(client, { path: '/v1/x', body: {}, ...request })
  return { server, client, stream, over: server.requests[0]!.over }
}

/** Reads a stream to its end: its values, and what it threw. */
export async function readAll<T>(stream: AsyncIterable<T>) {
  const values: T[] = []
  try {
    for await (const value of stream) values.push(value)
    return { values }
  } catch (error) {
    return { values, error }
  }
}

/** Collects everything and calls an answer complete after `count` values. */
export const collect = (count = Number.POSITIVE_INFINITY) => {
  const values: unknown[] = []
  return {
    add: (value: unknown) => void values.push(value),
    getResult: () => [...values],
    isComplete: () => values.length >= count,
  }
}
