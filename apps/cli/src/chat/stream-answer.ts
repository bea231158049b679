import { performance } from 'node:perf_hooks'
import {
  type ChatCompletionParams,
  measureStream,
  readChatEvents,
  streamChatCompletion,
  type StreamStatistics,
  streamTools,
  type StreamToolsOptions,
} from '@tabby/chat'
import type { FinishReason, TabbyClient, Usage } from '@tabby/core'
import type { EndEvent, Report } from '../output/report.js'

/** Where a reply is shown, and what stops it. */
interface AnswerTarget {
  readonly report: Report
  readonly signal: AbortSignal
}

/** Streams one reply into the report, then its figures. What had arrived before a failure has been shown. */
export async function streamAnswer(
  client: TabbyClient,
  params: ChatCompletionParams,
  { report, signal }: AnswerTarget,
): Promise<void> {
  await report.prepare()
  const startedAt = performance.now()
  const measured = measureStream(await streamChatCompletion(client, params, { signal }), { startedAt })
  let end: Pick<EndEvent, 'finish_reason' | 'model'> = { finish_reason: null, model: '' }
  for await (const event of readChatEvents(measured)) {
    if (event.type === 'reasoning') await report.show({ type: 'reasoning', text: event.text })
    if (event.type === 'text' || event.type === 'refusal') await report.show({ type: 'text', text: event.text })
    if (event.type === 'finish') end = event
  }
  const { statistics } = measured
  await report.show(toEndEvent(end.model, end.finish_reason, statistics.usage, statistics))
}

/** Streams a reply into the report, with the tool calls that lead to it and their results. */
export async function streamToolAnswer(
  client: TabbyClient,
  params: ChatCompletionParams,
  { report, ...options }: AnswerTarget & Pick<StreamToolsOptions, 'approve' | 'onStep' | 'tools'>,
): Promise<void> {
  await report.prepare()
  const startedAt = performance.now()
  const measured = measureStream(streamTools(client, params, options), { startedAt })
  for await (const event of measured) {
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
      case 'finish': {
        const { model, usage, choices } = event.run.answer
        await report.show(toEndEvent(model, choices[0]?.finish_reason, usage, measured.statistics))
      }
    }
  }
}

function toEndEvent(
  model: string,
  finishReason: FinishReason | null | undefined,
  usage: Usage | null | undefined,
  { timeToFirstToken, serverTokensPerSecond, tokensPerSecond }: StreamStatistics,
): EndEvent {
  return {
    type: 'end',
    model,
    finish_reason: finishReason ?? null,
    usage: usage ?? null,
    seconds_to_first_token: timeToFirstToken === undefined ? null : timeToFirstToken / 1000,
    tokens_per_second: serverTokensPerSecond ?? tokensPerSecond ?? null,
  }
}
