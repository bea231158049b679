import type { Endpoint } from '../http/endpoint.js'
import { replyEventStream } from '../http/reply-event-stream.js'
import { replyJson } from '../http/reply-json.js'
import { selectModel } from '../loading/select-model.js'
import { answerCompletion } from './generation/answer-completion.js'
import { applyForcedOverrides } from './generation/apply-forced-overrides.js'
import { completionModel } from './generation/completion-model.js'
import type { CompletionRequest } from './generation/completion-model.js'
import { failingStream } from './generation/failing-stream.js'
import { ContextExceeded, GenerationFailure } from './generation/generation-failure.js'
import { guardAnswer } from './generation/guard-answer.js'
import { guardStream } from './generation/guard-stream.js'
import { planCompletion, requireUsablePrompt } from './generation/plan-completion.js'
import { requireConsistency } from './generation/require-consistency.js'
import { findSamplingTroubles } from './generation/sampling-troubles.js'
import { streamCompletion } from './generation/stream-completion.js'

/** `POST /v1/completions`, plain and streamed. */
export const completions: Endpoint<CompletionRequest> = {
  method: 'POST',
  paths: ['/v1/completions'],
  gate: 'api',
  body: completionModel,
  async handle(context) {
    const { server, signal } = context
    const body = applyForcedOverrides(context.body, server)
    const model = await selectModel(context, body.model)
    requireConsistency(body)
    const fails = findSamplingTroubles(body).ownFailure
    if (!body.stream || server.settings.disableRequestStreaming) {
      return await guardAnswer('Completion', () => {
        const plain = { ...body, stream: false }
        const jobs = planCompletion(server, model, plain)
        requireUsablePrompt(plain, jobs)
        if (fails) throw new GenerationFailure('a sampling parameter cannot be used')
        return answerCompletion(plain, model, jobs, signal)
      })
    }
    try {
      const jobs = planCompletion(server, model, body)
      const events = fails ? failingStream() : streamCompletion(body, model, jobs, signal)
      return replyEventStream({
        events: guardStream(server, 'Completion', events),
        signal,
        pingSeconds: server.settings.pingSeconds,
      })
    } catch (error) {
      if (error instanceof ContextExceeded) return replyJson(error.body, 400)
      throw error
    }
  },
}
