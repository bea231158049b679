import { checkContext } from '../../engine/job/check-context.js'
import { countInTurns } from '../../engine/tokenizer/encode-in-turns.js'
import type { Endpoint } from '../../http/endpoint.js'
import { errorEvent } from '../../http/event-frames.js'
import { replyEventStream } from '../../http/reply-event-stream.js'
import { replyJson } from '../../http/reply-json.js'
import { describeTrace } from '../../state/describe-trace.js'
import { requestId } from '../../state/request-id.js'
import { requireModel } from '../../state/require-model.js'
import { createTurn } from '../../time/turn.js'
import { koboldRequest, refuseNullRange } from './kobold-request.js'
import type { KoboldRequest } from './kobold-request.js'

/**
 * `POST /api/extra/generate/stream`: a 200 with one error event at the recorded commit; only a prompt that is too long
 * is a 400 (kobold_generate_stream_as_shipped, kobold_stream_context_exceeded).
 */
export const koboldGenerateStream: Endpoint<KoboldRequest> = {
  method: 'POST',
  paths: ['/api/extra/generate/stream'],
  gate: 'api',
  requires: 'model',
  body: koboldRequest,
  async handle({ body, signal, server }) {
    refuseNullRange(body)
    const length = await countInTurns(body.prompt, { addBegin: true, encodeSpecial: true }, createTurn(signal))
    const message = checkContext(length, body.max_tokens ?? 0, requireModel(server).parameters)
    if (message !== undefined) {
      const error = { message, type: 'invalid_request_error', param: null, code: 'context_length_exceeded' }
      return replyJson({ error }, 400)
    }
    const failure = new TypeError('the container has no such argument')
    const text = `Kobold generation ${requestId()} aborted. Please check the server console.`
    const event = errorEvent(text, describeTrace(server, failure))
    async function* events(): AsyncGenerator<string> {
      yield event
    }
    return replyEventStream({ events: events(), signal, pingSeconds: server.settings.pingSeconds })
  },
}
