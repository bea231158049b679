import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { onTestFinished } from 'vitest'

/** The message of one choice, whatever it is, and why it ended. */
export interface Reply {
  readonly message: unknown
  readonly finish_reason?: string
}

/** A server on a socket that gives these replies, one after another, in one piece or as a stream of one chunk each. */
export async function serveReplies(replies: readonly Reply[], isStreamed = false) {
  const server = await serveAnswers((_request, index) => {
    const { message, finish_reason = 'stop' } = replies[Math.min(index, replies.length - 1)]!
    const choice = { index: 0, finish_reason, eos_reason: 'stop_token', [isStreamed ? 'delta' : 'message']: message }
    const answer = JSON.stringify({ id: 'x', object: 'x', created: 1, model: 'm', choices: [choice] })
    return isStreamed
      ? { body: [`data: ${answer}\n\n`, 'data: [DONE]\n\n'] }
      : { headers: { 'content-type': 'application/json' }, body: [answer] }
  })
  onTestFinished(server.close)
  const readBodies = () => server.requests.map(({ body }) => JSON.parse(body))
  return { client: createTabbyClient({ baseUrl: server.url, retry: false }), server, readBodies }
}
