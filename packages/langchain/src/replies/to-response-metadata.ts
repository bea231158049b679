import type { EosReason, FinishReason, Usage } from '@tabby/chat'

/** How a reply ended. */
export interface ReplyEnd {
  readonly model: string
  readonly finish_reason: FinishReason | null
  readonly eos_reason?: EosReason | null | undefined
}

/** What LangChain keeps beside a reply: the model, why it ended, and how long the server took. */
export function toResponseMetadata({ model, finish_reason, eos_reason }: ReplyEnd, usage: Usage | null | undefined) {
  return {
    model_provider: 'tabby',
    model,
    model_name: model,
    ...(finish_reason && { finish_reason }),
    ...(eos_reason && { eos_reason }),
    ...(typeof usage?.prompt_time === 'number' && { prompt_time: usage.prompt_time }),
    ...(typeof usage?.completion_time === 'number' && { completion_time: usage.completion_time }),
    ...(typeof usage?.total_time === 'number' && { total_time: usage.total_time }),
  }
}
