import { type ChatMessage, TabbyRequestError, TabbyToolRunError, type ToolCall } from '@tabby/core'
import type { ChatCompletion } from '../chat-completion.js'
import type { ChatCompletionParams } from '../chat-completion-params.js'
import { splitReasoning } from '../reasoning/split-reasoning.js'
import { findUnreadCall } from './find-unread-call.js'
import { requireLoopOptions } from './require-loop-options.js'
import { runCalls } from './run-calls.js'
import type { RunToolsOptions, ToolEvent, ToolRun, ToolStep } from './tool-run.js'

/** Asks the model, and reports meanwhile what it writes. */
export type AskModel = (params: ChatCompletionParams) => AsyncGenerator<ToolEvent, ChatCompletion, undefined>

/** The loop of a run: ask, run the calls, ask again, until there is a completion without calls. */
export async function* runSteps(
  params: ChatCompletionParams,
  options: RunToolsOptions,
  ask: AskModel,
): AsyncGenerator<ToolEvent, ToolRun, undefined> {
  requireLoopOptions(options)
  const { tools, maxSteps = 10, signal } = options
  if ((params.n ?? 1) > 1) throw new TabbyRequestError('Tools are run for one completion: n must be 1 or left out')
  if (!Array.isArray(params.messages))
    throw new TabbyRequestError('The run of tools was not started: messages must be an array')
  const messages: ChatMessage[] = [...params.messages]
  const steps: ToolStep[] = []
  for (;;) {
    signal?.throwIfAborted()
    const given = yield* ask({ ...params, messages, tools })
    const answer = options.splitReasoning === false ? given : splitReasoning(given, options.splitReasoning)
    const { message, calls } = readAnswer(answer, messages)
    if (!calls.length) {
      const text = message.content ?? ''
      if (
        findUnreadCall(
          text,
          tools.map((tool) => tool.function.name),
        )
      ) {
        throw new TabbyToolRunError(describeUnread(params), { reason: 'unread-call', transcript: messages, text })
      }
      messages.push(message)
      const step = { answer, results: [] }
      steps.push(step)
      yield { type: 'step', step }
      return { text, answer, messages, steps }
    }
    messages.push(message)
    if (steps.length + 1 >= maxSteps) {
      throw new TabbyToolRunError(`The model still calls tools after ${maxSteps} steps`, {
        reason: 'step-limit',
        transcript: messages,
      })
    }
    const results = yield* toEvents(runCalls(calls, options))
    signal?.throwIfAborted()
    for (const { call, content } of results) messages.push({ role: 'tool', tool_call_id: call.id, content })
    const step = { answer, results }
    steps.push(step)
    yield { type: 'step', step }
  }
}

/** What servers say of a reply that ended with a call. */
const callReasons = new Set<unknown>(['tool_calls', 'tool_call', 'tool_use', 'function_call'])

/** What the model wrote, and which tools it calls. */
function readAnswer(answer: ChatCompletion, transcript: readonly ChatMessage[]) {
  const choice = answer.choices[0]
  const calls: readonly ToolCall[] = choice?.message.tool_calls ?? []
  if (!calls.every((call) => call.function.name)) {
    throw new TabbyToolRunError('The response has a tool call without the name of a function', {
      reason: 'malformed-call',
      transcript,
    })
  }
  if (choice && (calls.length || !callReasons.has(choice.finish_reason))) return { message: choice.message, calls }
  // Recordings chat_tools_malformed_call and chat_tools_cut_by_length.
  const cut = choice?.eos_reason === 'max_new_tokens' ? ': it was cut off by max_tokens' : ''
  throw new TabbyToolRunError(`The model wrote a tool call that the server could not read${cut}`, {
    reason: 'malformed-call',
    transcript,
  })
}

function describeUnread({ tool_choice }: ChatCompletionParams): string {
  const problem = 'The model wrote a tool call, and the server left it in the text without reading it'
  return tool_choice === 'none'
    ? `${problem}, because tool_choice is "none": leave it out to have tools run`
    : `${problem}: set tool_format for this model, in the tabby_config.yml of its folder or the server's model ` +
        'configuration, and load the model again'
}

async function* toEvents(
  results: ReturnType<typeof runCalls>,
): AsyncGenerator<ToolEvent, ToolStep['results'], undefined> {
  try {
    for (;;) {
      const { done, value } = await results.next()
      if (done) return value
      yield { type: 'tool-result', result: value }
    }
  } finally {
    await results.return([])
  }
}
