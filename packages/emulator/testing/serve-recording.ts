import { getRecording } from './recordings.js'
import { type AnswerServer, serveAnswers } from './serve-answers.js'

/** Serves the recorded answer to every request on loopback. */
export function serveRecording(name: string): Promise<AnswerServer> {
  const { status, headers, body } = getRecording(name).response
  return serveAnswers({ status, headers, body: [body] })
}
