import { performance } from 'node:perf_hooks'
import { type ChatCompletionParams, type ChatDelta, streamChatCompletion } from '@tabby/chat'
import type { FinishReason, TabbyClient, Usage } from '@tabby/core'
import type { EndEvent } from '../output/event.js'
import type { Report } from '../output/report.js'
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
