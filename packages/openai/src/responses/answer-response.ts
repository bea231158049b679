import { type ChatCompletionChunk, createChatCompletion, streamChatCompletion } from '@tabby/chat'
import { mapStream } from '@tabby/kit/streams/map-stream'
import { toWarning } from '../chat/to-warning.js'
import type { HandlerCall } from '../http/answer-request.js'
import { readBody } from '../http/read-body.js'
import { toEventResponse } from '../http/to-event-response.js'
import { createResponseWriter } from './create-response-writer.js'
import { toOutputItems } from './to-output-items.js'
import { toResponseHead } from './to-response-head.js'
import { toResponseParams } from './to-response-params.js'
import { toResponseUsage } from './to-response-usage.js'

/** `POST /v1/responses`, as far as text, tools and structured output go. Nothing is kept. */
export async function answerResponse(call: HandlerCall): Promise<Response> {
  const body = await readBody(call.request)
  const params = toResponseParams(call, body)
  const head = toResponseHead(body, params)
  if (body['stream'] === true) {
    const stream = await streamChatCompletion(call.client, params, { ...call.options, keepPartial: false })
    const writer = createResponseWriter(head)
    const frames = mapStream<ChatCompletionChunk, string>(stream, writer.add, writer.addLast)
    return toEventResponse({ frames, toErrorFrame: writer.toErrorFrame }, call.options.signal)
  }
  const { choices, model, usage } = await createChatCompletion(call.client, params, call.options)
  const [choice] = choices
  const output = toOutputItems(choice!)
  const isCut = choice!.finish_reason === 'length'
  const warning = toWarning(params, choice!.message.tool_calls?.length ? [] : [choice!.message.content ?? ''])
  return Response.json(
    {
      ...head,
      model,
      status: isCut ? 'incomplete' : 'completed',
      incomplete_details: isCut ? { reason: 'max_output_tokens' } : null,
      output,
      usage: toResponseUsage(usage),
    },
    warning ? { headers: { 'x-tabby-warning': warning } } : {},
  )
}
