import { createServer } from 'node:http'
import { onTestFinished } from 'vitest'

/** What a server says at a path: the JSON of an answer, or the values of a stream. */
export type ServedAnswer = { status?: number; headers?: Record<string, string> } & (
  { json: unknown } | { events: readonly unknown[] }
)

/** Serves what no emulator would say, on a free port until the test is over. Unknown paths are answered with 404. */
export async function serveAnswers(
  answers: Readonly<Record<string, ServedAnswer>>,
): Promise<{ TABBY_BASE_URL: string }> {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      const answer = answers[`${request.method} ${request.url}`] ?? { status: 404, json: { detail: 'Not Found' } }
      const isStream = 'events' in answer
      const type = isStream ? 'text/event-stream' : 'application/json'
      response.writeHead(answer.status ?? 200, { 'content-type': type, ...answer.headers })
      if (!isStream) return response.end(JSON.stringify(answer.json))
      response.end(
        [...answer.events.map((event) => JSON.stringify(event)), '[DONE]']
          .map((event) => `data: ${event}\n\n`)
          .join(''),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return { TABBY_BASE_URL: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` }
}

/** A chunk of a chat, with what is said in its only choice. */
export const toChunk = (delta: unknown, finish: string | null = null, more: object = {}) => ({
  id: 'a',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: [{ index: 0, delta, finish_reason: finish }],
  ...more,
})
