import {
  type ChatCompletion,
  type ChatCompletionParams,
  type ChatObjectParams,
  readChatEvents,
  splitReasoning,
  streamChatCompletion,
  streamChatObject,
  streamTools,
  type StreamToolsOptions,
  type Tool,
} from '@tabby/chat'
import { isTabbyError, type TabbyClient } from '@tabby/core'
import type { AnswerEvent } from './answer-event.js'
import { readTokenChances } from './read-token-chances.js'

/** How a reply is generated. */
export interface StreamAnswerOptions extends Required<Pick<StreamToolsOptions, 'approve'>> {
  signal: AbortSignal
  /** The tools that the model may call; none for a plain reply. */
  tools: readonly Tool[]
  /** JSON schema that the reply must match. Such a reply calls no tools. */
  schema?: Record<string, unknown> | undefined
}

/** Streams a reply as events of the same form, with or without tools. */
export function streamAnswer(
  client: TabbyClient,
  params: ChatCompletionParams,
  options: StreamAnswerOptions,
): AsyncGenerator<AnswerEvent, void, undefined> {
  if (options.schema) return streamValue(client, { ...params, schema: options.schema }, options)
  return options.tools.length ? streamWithTools(client, params, options) : streamPlainly(client, params, options)
}

async function* streamPlainly(
  client: TabbyClient,
  params: ChatCompletionParams,
  { signal }: StreamAnswerOptions,
): AsyncGenerator<AnswerEvent, void, undefined> {
  const end: Extract<AnswerEvent, { type: 'end' }> = { type: 'end', model: '', end: '', usage: undefined }
  for await (const event of readChatEvents(splitReasoning(await streamChatCompletion(client, params, { signal })))) {
    switch (event.type) {
      case 'text':
        yield { type: 'text', text: event.text, tokens: readTokenChances(event.logprobs) }
        break
      case 'refusal':
        yield { type: 'text', text: event.text }
        break
      case 'finish':
        end.model = event.model
        end.end = event.finish_reason
        break
      case 'usage':
        end.usage = event.usage
        yield event
        break
      default:
        yield event
    }
  }
  yield end
}

async function* streamWithTools(
  client: TabbyClient,
  params: ChatCompletionParams,
  { signal, tools, approve }: StreamAnswerOptions,
): AsyncGenerator<AnswerEvent, void, undefined> {
  for await (const event of streamTools(client, params, { signal, tools, approve })) {
    switch (event.type) {
      case 'tool-result': {
        const { call, content, problem } = event.result
        yield { type: 'tool-result', call, content, isProblem: problem !== undefined }
        break
      }
      case 'finish':
        yield toEnd(event.run.answer)
        break
      default:
        yield event
    }
  }
}

async function* streamValue(
  client: TabbyClient,
  params: ChatObjectParams<Record<string, unknown>>,
  { signal }: StreamAnswerOptions,
): AsyncGenerator<AnswerEvent, void, undefined> {
  const values = await streamChatObject(client, params, { signal })
  let hasValue = false
  try {
    for await (const value of values) {
      hasValue = true
      yield { type: 'object', value }
    }
  } catch (error) {
    // A server that ignored the schema wrote something else, which is better to see than nothing.
    const text = isTabbyError(error) && error.code === 'invalid_object' ? error.text : ''
    if (text && !hasValue) yield { type: 'text', text }
    throw error
  }
  const { answer } = await values.collect()
  if (answer.usage) yield { type: 'usage', usage: answer.usage }
  yield toEnd(answer)
}

function toEnd({ model, choices, usage }: ChatCompletion): AnswerEvent {
  return { type: 'end', model, end: choices[0]?.finish_reason ?? '', usage: usage ?? undefined }
}
