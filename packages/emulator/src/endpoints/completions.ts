import type { Endpoint } from '../http/endpoint.js'
import { replyEventStream, replyJson } from '../http/reply.js'
import { selectModel } from '../loading/select-model.js'
import { answerCompletion, streamCompletion } from './generation/answer-completion.js'
import { forceOverrides } from './generation/force-overrides.js'
import { ContextExceeded, GenerationFailure, guardAnswer, holdDuringChange } from './generation/generation-failure.js'
import {
  completionModel,
  type CompletionRequest,
  planCompletion,
  requireUsablePrompt,
} from './generation/plan-completion.js'
import { requireContext } from './generation/planned-job.js'
import { findSamplingTroubles, requireConsistency } from './generation/sampling-troubles.js'
import { streamFrames } from './generation/stream-frames.js'

/** `POST /v1/completions`, plain and streamed. */
export const completions: Endpoint<CompletionRequest> = {
  method: 'POST',
  paths: ['/v1/completions'],
  access: 'api',
  body: completionModel,
  async handle(context) {
    const { server, signal } = context
    const body = forceOverrides(context.body, server)
    requireConsistency(body)
    const model = await selectModel(context, body.model)
    if (body.response_format === null) throw new TypeError('response_format is null')
    const fails = findSamplingTroubles(body).ownFailure
    if (!body.stream || server.settings.disableRequestStreaming) {
      return await guardAnswer('Completion', async () => {
        const plain = { ...body, stream: false }
        const jobs = await planCompletion(context, model, plain)
        requireUsablePrompt(plain, jobs)
        if (fails) throw new GenerationFailure('a sampling parameter cannot be used')
        await holdDuringChange(server, model)
        return answerCompletion(plain, model, jobs, signal)
      })
    }
    try {
      const jobs = await planCompletion(context, model, body)
      const events = streamFrames({
        server,
        subject: 'Completion',
        signal,
        jobs,
        async begin() {
          await holdDuringChange(server, model)
          if (fails) throw new GenerationFailure('a sampling parameter cannot be used')
          if (jobs.length > 0) requireUsablePrompt(body, jobs)
          for (const job of jobs) requireContext(job, model)
        },
        write: streamCompletion(body, model),
      })
      return replyEventStream({ events, signal, pingSeconds: server.settings.pingSeconds })
    } catch (error) {
      if (error instanceof ContextExceeded) return replyJson(error.body, 400)
      throw error
    }
  },
}
