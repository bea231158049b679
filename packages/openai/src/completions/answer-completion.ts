import {
  type Completion,
  type CompletionChoice,
  type CompletionChunk,
  createCompletion,
  streamCompletion,
} from '@tabby/completions'
import type { Usage } from '@tabby/core'
import { mapStream } from '@tabby/kit/streams/map-stream'
import type { HandlerCall } from '../http/answer-request.js'
import { asksForUsage } from '../http/asks-for-usage.js'
import { readBody } from '../http/read-body.js'
import { toEventResponse } from '../http/to-event-response.js'
import { toUsage } from '../http/to-usage.js'
import { toCompletionParams } from './to-completion-params.js'
import { type OffsetShift, createOffsetShift, toCompletionLogprobs } from './to-completion-logprobs.js'

/** `POST /v1/completions`. */
export async function answerCompletion(call: HandlerCall): Promise<Response> {
  const body = await readBody(call.request)
  const params = toCompletionParams(call, body)
  if (body['stream'] !== true) {
    const completion = await createCompletion(call.client, params, call.options)
    const usage = toUsage(completion.usage)
    return Response.json({
      ...toHead(completion),
      choices: completion.choices.map((choice) => toChoice(choice)),
      ...(usage && { usage }),
    })
  }
  const stream = await streamCompletion(call.client, params, { ...call.options, keepPartial: false })
  const shift = createOffsetShift()
  let usage: Usage | null | undefined
  let last: CompletionChunk | undefined
  const frames = mapStream<CompletionChunk, string>(
    stream,
    (chunk, values) => {
      last = chunk
      if (chunk.usage) usage = chunk.usage
      if (chunk.choices.length === 0) return
      const choices = chunk.choices.map((choice) => toChoice(choice, shift))
      values.push(`data: ${JSON.stringify({ ...toHead(chunk), choices })}`)
    },
    (values) => {
      if (!last || !asksForUsage(body)) return
      values.push(`data: ${JSON.stringify({ ...toHead(last), choices: [], usage: toUsage(usage) })}`)
    },
  )
  return toEventResponse({ frames, last: 'data: [DONE]' }, call.options.signal)
}

const toHead = ({ id, created, model }: Completion | CompletionChunk) => ({
  id,
  object: 'text_completion',
  created,
  model,
})

function toChoice({ index, text, logprobs, finish_reason }: CompletionChoice, shift?: OffsetShift) {
  const offset = shift?.(index, text) ?? 0
  return { index, text, logprobs: toCompletionLogprobs(logprobs, offset), finish_reason }
}
