import type { Endpoint } from '../http/endpoint.js'
import { replyEventStream, replyJson } from '../http/reply.js'
import { selectModel } from '../loading/select-model.js'
import { answerChat, streamChat } from './generation/answer-chat.js'
import { renderChatPrompt } from './generation/chat-prompt.js'
import { chatCompletionModel, type ChatCompletionRequest } from './generation/chat-request.js'
import { forceOverrides } from './generation/force-overrides.js'
import { ContextExceeded, GenerationFailure, guardAnswer, holdDuringChange } from './generation/generation-failure.js'
import { planChat } from './generation/plan-chat.js'
import { findSamplingTroubles, requireConsistency } from './generation/sampling-troubles.js'
import { streamFrames } from './generation/stream-frames.js'

/** `POST /v1/chat/completions`, plain and streamed. */
export const chatCompletions: Endpoint<ChatCompletionRequest> = {
  method: 'POST',
  paths: ['/v1/chat/completions'],
  access: 'api',
  body: chatCompletionModel,
  async handle(context) {
    const { server, signal } = context
    const body = forceOverrides(context.body, server)
    requireConsistency(body)
    const model = await selectModel(context, body.model)
    if (body.response_format === null) throw new TypeError('response_format is null')
    const prompt = await renderChatPrompt(body, model, context)
    const fails = findSamplingTroubles(body).ownFailure
    if (!body.stream || server.settings.disableRequestStreaming) {
      return await guardAnswer('Chat completion', async () => {
        const plan = await planChat(context, model, { ...body, stream: false }, prompt)
        if (fails) throw new GenerationFailure('a sampling parameter cannot be used')
        await holdDuringChange(server, model)
        return answerChat(body, model, plan, signal)
      })
    }
    try {
      const plan = await planChat(context, model, body, prompt)
      const events = streamFrames({
        server,
        subject: 'Chat completion',
        signal,
        jobs: plan.jobs,
        async begin() {
          await holdDuringChange(server, model)
          if (fails) throw new GenerationFailure('a sampling parameter cannot be used')
        },
        write: streamChat(body, model, plan),
      })
      return replyEventStream({ events, signal, pingSeconds: server.settings.pingSeconds })
    } catch (error) {
      if (error instanceof ContextExceeded) return replyJson(error.body, 400)
      throw error
    }
  },
}
