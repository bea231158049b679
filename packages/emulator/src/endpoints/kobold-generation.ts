import { checkContext } from '../engine/job/check-context.js'
import { countInTurns } from '../engine/tokenizer/encode-text.js'
import type { Endpoint } from '../http/endpoint.js'
import { describeTrace, errorEvent } from '../http/event-frames.js'
import { refuse, replyEventStream, replyJson } from '../http/reply.js'
import { PythonFloat } from '../json/python-float.js'
import { randomHex } from '../state/random-hex.js'
import { requireModel } from '../state/require-model.js'
import { createTurn } from '../time/turn.js'
import { optional, record } from '../validation/composites.js'
import type { Model, OutputOf } from '../validation/model.js'
import { boolean, decimal, text } from '../validation/scalars.js'
import { samplerFields } from './generation/request-fields.js'
import { requireConsistency } from './generation/sampling-troubles.js'

/**
 * What is no number breaks the server's own arithmetic before anything is checked
 * (kobold_validation__prompt_x_dynatemp...).
 */
const range: Model<number | null> = {
  ...optional(decimal()),
  read(input, at, run) {
    if (typeof input === 'string' || (typeof input === 'object' && input !== null && !(input instanceof PythonFloat))) {
      throw new TypeError('the temperature range is no number')
    }
    return optional(decimal()).read(input, at, run)
  },
}

/** The body of a Kobold generation: all sampler fields, and Kobold's own. */
const koboldRequest = record('GenerateRequest', {
  ...samplerFields,
  prompt: { model: text() },
  genkey: { model: optional(text()), default: () => null },
  use_default_badwordsids: { model: optional(boolean()), default: () => false },
  dynatemp_range: { model: range, default: () => 0 },
})

/** A Kobold generation as it was asked for. */
type KoboldRequest = OutputOf<typeof koboldRequest>

/** A null range breaks the server's own arithmetic (kobold_dynatemp_null). */
function requireUsable(body: KoboldRequest): void {
  if (body.dynatemp_range === null) throw new TypeError('the temperature range is null')
  requireConsistency(body)
}

const hint = 'Maybe the model was unloaded? Please check the server console.'

/**
 * `POST /api/v1/generate`: always a 503 at the recorded commit, also for a prompt that is too long, and it leaves the
 * server healthy (kobold_generate_as_shipped, kobold_generate_context_exceeded, health_after_kobold).
 */
export const koboldGenerate: Endpoint<KoboldRequest> = {
  method: 'POST',
  paths: ['/api/v1/generate', '/api/latest/generate'],
  access: 'api',
  requires: 'model',
  body: koboldRequest,
  handle({ body }) {
    requireUsable(body)
    return refuse(503, `Completion ${randomHex()} aborted. ${hint}`)
  },
}

/**
 * `POST /api/extra/generate/stream`: a 200 with one error event at the recorded commit; only a prompt that is too long
 * is a 400 (kobold_generate_stream_as_shipped, kobold_stream_context_exceeded).
 */
export const koboldGenerateStream: Endpoint<KoboldRequest> = {
  method: 'POST',
  paths: ['/api/extra/generate/stream'],
  access: 'api',
  requires: 'model',
  body: koboldRequest,
  async handle({ body, signal, server }) {
    requireUsable(body)
    const length = await countInTurns(body.prompt, { addBegin: true, encodeSpecial: true }, createTurn(signal))
    const message = checkContext(length, body.max_tokens ?? 0, requireModel(server).parameters)
    if (message !== undefined) {
      const error = { message, type: 'invalid_request_error', param: null, code: 'context_length_exceeded' }
      return replyJson({ error }, 400)
    }
    const failure = new TypeError('the container has no such argument')
    const aborted = `Kobold generation ${randomHex()} aborted. Please check the server console.`
    const event = errorEvent(aborted, describeTrace(server, failure))
    async function* events(): AsyncGenerator<string> {
      yield event
    }
    return replyEventStream({ events: events(), signal, pingSeconds: server.settings.pingSeconds })
  },
}
