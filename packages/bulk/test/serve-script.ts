import { createServer } from 'node:http'
import { createChatCompletion } from '@tabby/chat'
import { createTabbyClient } from '@tabby/core'
import { onTestFinished } from 'vitest'
import type { BulkJob } from '../src/index.js'

/** What an answer of the scripted server is: a status, or what breaks the connection. */
type Answer = number | 'break' | { status: number; headers?: Record<string, string>; body?: object }

const completion = {
  id: 'a',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Yes' } }],
}

/** A server whose answers a function chooses by the content of the message; another function, how healthy it is. */
export async function serveScript(
  choose: (content: string, number: number) => Answer | Promise<Answer>,
  getHealth: () => number = () => 200,
) {
  const seen: string[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (piece: string) => (text += piece))
    request.on('end', async () => {
      if (request.url === '/health') return void response.writeHead(getHealth()).end('{}')
      const { content } = (JSON.parse(text) as { messages: [{ content: string }] }).messages[0]
      seen.push(content)
      const answer = await choose(content, seen.filter((each) => each === content).length)
      if (answer === 'break') return void request.socket.destroy()
      const { status, headers = {}, body } = typeof answer === 'number' ? { status: answer } : answer
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(JSON.stringify(body ?? (status === 200 ? completion : { detail: 'No' })))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as { port: number }
  const client = createTabbyClient({ baseUrl: `http://127.0.0.1:${port}`, retry: false })
  const run = (job: BulkJob, options: { signal: AbortSignal }) =>
    createChatCompletion(client, { messages: [{ role: 'user', content: job.id }] }, options)
  return { seen, run, client, server, port }
}
