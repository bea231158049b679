import { type ChatMessage, TabbyRequestError } from '@tabby/core'
import type { ChatCompletion } from '../chat-completion.js'
import type { ChatCompletionParams } from '../chat-completion-params.js'
import { runCalls } from './run-calls.js'
import { toToolRunError } from './to-tool-run-error.js'
import type { RunToolsOptions, ToolEvent, ToolRun, ToolStep } from './tool-run.js'

/** Asks the model, and tells meanwhile what it says. */
export type AskModel = (params: ChatCompletionParams) => AsyncGenerator<ToolEvent, ChatCompletion, undefined>

/** The loop of a run: ask, run the calls, ask again, until there is an answer without calls. */
export async function* runSteps(
  params: ChatCompletionParams,
  options: RunToolsOptions,
  ask: AskModel,
): AsyncGenerator<ToolEvent, ToolRun, undefined> {
  const { tools, maxSteps = 10, signal } = options
  if ((params.n ?? 1) > 1) throw new TabbyRequestError('Tools are run for one answer: n must be 1')
  const messages: ChatMessage[] = [...params.messages]
  const steps: ToolStep[] = []
  for (;;) {
    signal?.throwIfAborted()
    const answer = yield* ask({ ...params, messages, tools })
    const choice = answer.choices[0]
    const calls = choice?.message.tool_calls ?? []
    if (!calls.length && choice?.finish_reason !== 'tool_calls' && choice) {
      messages.push(choice.message)
      const step = { answer, results: [] }
      steps.push(step)
      yield { type: 'step', step }
      return { text: choice.message.content ?? '', answer, messages, steps }
    }
    if (!choice || !calls.length) {
      // Recordings chat_tools_malformed_call and chat_tools_cut_by_length.
      const cut = choice?.eos_reason === 'max_new_tokens' ? ': it was cut off by max_tokens' : ''
      throw toToolRunError(
        'malformed-call',
        `The model wrote a tool call that the server could not read${cut}`,
        messages,
      )
    }
    messages.push(choice.message)
    if (steps.length + 1 >= maxSteps) {
      throw toToolRunError('step-limit', `The model still calls tools after ${maxSteps} steps`, messages)
    }
    const results = yield* toEvents(runCalls(calls, options))
    signal?.throwIfAborted()
    for (const { call, content } of results) messages.push({ role: 'tool', tool_call_id: call.id, content })
    const step = { answer, results }
    steps.push(step)
    yield { type: 'step', step }
  }
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
