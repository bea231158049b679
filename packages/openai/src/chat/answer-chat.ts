import {
  type ChatCompletionChunk,
  type ChatCompletionParams,
  createChatCompletion,
  streamChatCompletion,
} from '@tabby/chat'
import { mapStream } from '@tabby/kit/streams/map-stream'
import type { HandlerCall } from '../http/answer-request.js'
import { asksForUsage } from '../http/asks-for-usage.js'
import { readBody } from '../http/read-body.js'
import { toEventResponse } from '../http/to-event-response.js'
import { toEndFrames, toWarning } from './to-warning.js'
import { createChunkWriter } from './create-chunk-writer.js'
import { toChatParams } from './to-chat-params.js'
import { toOpenAICompletion } from './to-openai-completion.js'

/** `POST /v1/chat/completions`. */
export async function answerChat(call: HandlerCall): Promise<Response> {
  const body = await readBody(call.request)
  const params = toChatParams(call, body)
  if (body['stream'] === true) return streamChat(call, params, asksForUsage(body))
  const completion = toOpenAICompletion(await createChatCompletion(call.client, params, call.options))
  const warning = toWarning(
    params,
    completion.choices.map(({ message }) => (message.tool_calls ? '' : (message.content ?? ''))),
  )
  return Response.json(completion, warning ? { headers: { 'x-tabby-warning': warning } } : {})
}

async function streamChat(call: HandlerCall, params: ChatCompletionParams, withUsage: boolean): Promise<Response> {
  const { signal } = call.options
  const stream = await streamChatCompletion(call.client, params, { ...call.options, keepPartial: false })
  const writer = createChunkWriter({ withUsage, keepText: !!params.tools?.length })
  const frames = mapStream<ChatCompletionChunk, string>(stream, writer.add, (last) =>
    last.push(...toEndFrames(params, writer.getTexts()), ...writer.getLast()),
  )
  return toEventResponse({ frames, last: 'data: [DONE]' }, signal)
}
