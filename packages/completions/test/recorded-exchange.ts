import { createTabbyClient, type TabbyClient } from '@tabby/core'
import { getRecording, listRecordings, type Recording, serveAnswers } from '@tabby/emulator/testing'

const path = '/v1/completions'

/** Completions by the real server that came to their end, by the type of their answer. */
export function listCompletions(type: 'application/json' | 'text/event-stream'): string[] {
  return listRecordings(
    ({ request, response }) =>
      request.path === path &&
      response.status === 200 &&
      response.ended === 'complete' &&
      response.headers['content-type']!.startsWith(type),
  ).map(({ name }) => name)
}

/** Completions that the real server refused. */
export function listRefusals(): string[] {
  const refusals = listRecordings(({ request, response }) => request.path === path && response.status >= 400)
  return refusals.map(({ name }) => name)
}

/** What the events of a recorded stream say, read without the code that is tested. */
export function readEvents({ response }: Recording): unknown[] {
  return response.body
    .split('\r\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice(6).replaceAll('-Infinity', '-1e999')))
}

/** Plays a recorded answer over a socket. */
export async function withRecording<T>(name: string, use: (client: TabbyClient) => Promise<T>): Promise<T> {
  const { response } = getRecording(name)
  const server = await serveAnswers({ status: response.status, headers: response.headers, body: [response.body] })
  try {
    return await use(createTabbyClient({ baseUrl: server.url, retry: false }))
  } finally {
    await server.close()
  }
}

/** The values of a stream, in a list. */
export async function readAll<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = []
  for await (const value of stream) values.push(value)
  return values
}
