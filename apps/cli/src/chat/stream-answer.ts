import { performance } from 'node:perf_hooks'
import {
  type ChatCompletionParams,
  type ChatDelta,
  streamChatCompletion,
  streamTools,
  type StreamToolsOptions,
  type ToolStep,
} from '@tabby/chat'
import type { FinishReason, TabbyClient, Usage } from '@tabby/core'
import type { EndEvent, Report } from '../output/report.js'
import { measureSpeed } from './measure-speed.js'

/** OpenAI and what imitates it write in a field of its own why they do not answer. */
type ForeignDelta = ChatDelta & { refusal?: string | null }

/** Streams one answer into the report, then what it took. What had arrived before a failure has been shown. */
export async function streamAnswer(
  client: TabbyClient,
  params: ChatCompletionParams,
  { report, signal }: { report: Report; signal: AbortSignal },
): Promise<void> {
  const begin = performance.now()
  let first: number | undefined
  let model = ''
  let usage: Usage | null = null
  let finishReason: FinishReason | null = null
  for await (const chunk of await streamChatCompletion(client, params, { signal })) {
    const [choice] = chunk.choices
    const { reasoning_content: reasoning, content: said, refusal }: ForeignDelta = choice?.delta ?? {}
    const content = said || refusal
    if (reasoning || content) first ??= performance.now()
    if (reasoning) await report.show({ type: 'reasoning', text: reasoning })
    if (content) await report.show({ type: 'text', text: content })
    model = chunk.model
    usage = chunk.usage ?? usage
    finishReason = choice?.finish_reason ?? finishReason
  }
  await report.show({
    type: 'end',
    model,
    finish_reason: finishReason,
    usage,
    seconds_to_first_token: first === undefined ? null : (first - begin) / 1000,
    tokens_per_second: measureSpeed(usage, first),
  } satisfies EndEvent)
}

/** Where things go, and how the tools are run. */
interface ToolAnswerOptions extends Pick<StreamToolsOptions, 'approve' | 'tools'> {
  readonly report: Report
  readonly signal: AbortSignal
  /** Told each answer of the model once all of its calls have their results. */
  readonly keep: (step: ToolStep) => void
}

/** Streams an answer into the report, with the calls that lead to it and their results. */
export async function streamToolAnswer(
  client: TabbyClient,
  params: ChatCompletionParams,
  { report, keep, ...options }: ToolAnswerOptions,
): Promise<void> {
  const begin = performance.now()
  let first: number | undefined
  let firstOfAnswer: number | undefined
  for await (const event of streamTools(client, params, options)) {
    firstOfAnswer ??= performance.now()
    first ??= firstOfAnswer
    switch (event.type) {
      case 'reasoning':
      case 'text':
        await report.show(event)
        break
      case 'tool-call':
        await report.show({ type: 'tool_call', call: event.call })
        break
      case 'tool-result': {
        const { call, content, problem = null } = event.result
        await report.show({ type: 'tool_result', tool_call_id: call.id ?? null, content, problem })
        break
      }
      case 'step':
        keep(event.step)
        if (event.step.results.length > 0) firstOfAnswer = undefined
        break
      case 'finish': {
        const { model, usage = null, choices } = event.run.answer
        await report.show({
          type: 'end',
          model,
          finish_reason: choices[0]?.finish_reason ?? null,
          usage,
          seconds_to_first_token: (first - begin) / 1000,
          tokens_per_second: measureSpeed(usage, firstOfAnswer),
        })
      }
    }
  }
}
