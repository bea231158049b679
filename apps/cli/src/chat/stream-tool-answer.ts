import { performance } from 'node:perf_hooks'
import { type ChatCompletionParams, streamTools, type StreamToolsOptions, type ToolStep } from '@tabby/chat'
import type { TabbyClient } from '@tabby/core'
import type { Report } from '../output/report.js'
import { measureSpeed } from './measure-speed.js'

/** Where things go, and how the tools are run. */
export interface ToolAnswerOptions extends Pick<StreamToolsOptions, 'approve' | 'tools'> {
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
