import { type Answer, getRecording, serveAnswers } from '@tabby/emulator/testing'
import { onTestFinished } from 'vitest'

const json = { 'content-type': 'application/json' }

function toAnswer(name: string): Answer {
  const { response } = getRecording(name)
  return { ...response, body: [response.body] }
}

/** What the real server says, and what a gateway says in its place. */
export const answers = {
  healthy: toAnswer('get_health__noauth'),
  unhealthy: toAnswer('health_after_generation_error'),
  noModel: toAnswer('nomodel_get_v1_model__api'),
  model: { headers: json, body: ['{"id":"x"}'] },
  otherProgram: { headers: json, body: ['{"status":"ok"}'] },
  /** The headers, and then nothing. */
  silence: { headers: json, body: [], end: 'open' as const },
}

/** A page of a gateway. */
export const page = (status: number): Answer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: ['<h1>Gateway</h1>'],
})

/** A server that gives these answers one after the other, and the last one for ever; it is closed with its test. */
export async function serveInTurn(...turns: Answer[]) {
  const server = await serveAnswers((_request, index) => turns[index] ?? turns.at(-1)!)
  onTestFinished(server.close)
  return server
}

/** Where nobody listens: systems hand out no port below 1024, so that no other test is given this one. */
export const closedUrl = 'http://127.0.0.1:2'
