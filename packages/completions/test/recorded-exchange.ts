import { createTabbyClient, type TabbyClient } from '@tabby/core'
import { listRecordings, playRecording } from '@tabby/emulator/testing'

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

/** Plays a recorded answer over a socket. */
export function withRecording<T>(name: string, use: (client: TabbyClient) => Promise<T>): Promise<T> {
  return playRecording(name, ({ url }) => use(createTabbyClient({ baseUrl: url, retry: false })))
}
