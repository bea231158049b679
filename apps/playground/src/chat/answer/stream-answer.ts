import {
  type ChatCompletionChunk,
  type ChatCompletionParams,
  type ChatDelta,
  type ChatObjectParams,
  readChatEvents,
  splitReasoning,
  streamChatCompletion,
  streamChatObject,
  streamTools,
  type Tool,
} from '@tabby/chat'
import { isTabbyError, type TabbyClient, type ToolCall } from '@tabby/core'
import type { AnswerEvent } from './answer-event.js'
import { readTokenChances } from './read-token-chances.js'

/** How an answer is made. */
export interface StreamAnswerOptions {
  signal: AbortSignal
  /** The tools that the model may call; none makes it a plain answer. */
  tools: readonly Tool[]
  /** JSON schema that the answer has to follow. Such an answer calls no tools. */
  schema?: Record<string, unknown> | undefined
  approve: (call: ToolCall) => Promise<boolean | string>
}

/** Asks the model and tells what happens, in one form with tools and without. */
export function streamAnswer(
  client: TabbyClient,
  params: ChatCompletionParams,
  options: StreamAnswerOptions,
): AsyncGenerator<AnswerEvent, void, undefined> {
  if (options.schema) return answerWithValue(client, { ...params, schema: options.schema }, options)
  return options.tools.length ? answerWithTools(client, params, options) : answerPlainly(client, params, options)
}

/** OpenAI and what imitates it write in a field of its own why they do not answer. */
type ForeignDelta = ChatDelta & { refusal?: string | null }

async function* answerPlainly(
  client: TabbyClient,
  params: ChatCompletionParams,
  { signal }: StreamAnswerOptions,
): AsyncGenerator<AnswerEvent, void, undefined> {
  const end: Extract<AnswerEvent, { type: 'end' }> = { type: 'end', model: '', end: '', usage: undefined }
  const withCalls: ChatCompletionChunk[] = []
  for await (const chunk of splitReasoning(await streamChatCompletion(client, params, { signal }))) {
    const { delta, finish_reason, logprobs } = chunk.choices[0] ?? {}
    const { reasoning_content: reasoning, content, refusal, tool_calls }: ForeignDelta = delta ?? {}
    if (reasoning) yield { type: 'reasoning', text: reasoning }
    if (content) yield { type: 'text', text: content, tokens: readTokenChances(logprobs) }
    if (refusal) yield { type: 'text', text: refusal }
    if (tool_calls?.length) withCalls.push({ ...chunk, usage: null })
    end.model = chunk.model
    end.end = finish_reason ?? end.end
    end.usage = chunk.usage ?? end.usage
  }
  // Other servers than TabbyAPI send calls in pieces; each is shown once and whole.
  for await (const event of readChatEvents(toIterable(withCalls))) {
    if (event.type === 'tool-call') yield { type: 'tool-call', call: event.call }
  }
  yield end
}

async function* toIterable<Value>(values: readonly Value[]): AsyncGenerator<Value, void, undefined> {
  yield* values
}

async function* answerWithTools(
  client: TabbyClient,
  params: ChatCompletionParams,
  { signal, tools, approve }: StreamAnswerOptions,
): AsyncGenerator<AnswerEvent, void, undefined> {
  for await (const event of streamTools(client, params, { signal, tools, approve })) {
    if (event.type === 'reasoning' || event.type === 'text' || event.type === 'tool-call') yield event
    if (event.type === 'tool-result') {
      const { call, content, problem } = event.result
      yield { type: 'tool-result', call, content, isProblem: problem !== undefined }
    }
    if (event.type === 'finish') {
      const { answer } = event.run
      const end = answer.choices[0]?.finish_reason ?? ''
      yield { type: 'end', model: answer.model, end, usage: answer.usage ?? undefined }
    }
  }
}

async function* answerWithValue(
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
    // A server that ignored the schema wrote something else: better to see it than nothing.
    const said = isTabbyError(error) && 'text' in error && typeof error.text === 'string' ? error.text : ''
    if (said && !hasValue) yield { type: 'text', text: said }
    throw error
  }
  const { answer } = await values.collect()
  const end = answer.choices[0]?.finish_reason ?? ''
  yield { type: 'end', model: answer.model, end, usage: answer.usage ?? undefined }
}
