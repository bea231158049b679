import type { ChatCompletionParams } from '@tabby/chat'
import { isTabbyError, type TabbyClient } from '@tabby/core'
import type { AnswerEvent } from './answer-event.js'

/** Tokens that are kept free for the reply if nobody has said how long it may be. */
const replyTokens = 256

/** How a conversation that is too long is sent. */
export interface StreamFittingOptions {
  signal: AbortSignal
  /** Whether the oldest turns may be left out. */
  isAllowed: boolean
  stream: (params: ChatCompletionParams) => AsyncIterable<AnswerEvent>
  /** Called with the number of messages that were left out. */
  onLeftOut: (count: number) => void
}

/**
 * Streams a reply. If the server refuses the conversation because it is too long, the oldest turns are left out and it
 * is sent again: asking before each message would cost two requests, and the server refuses at once.
 */
export async function* streamFitting(
  client: TabbyClient,
  params: ChatCompletionParams,
  { signal, isAllowed, stream, onLeftOut }: StreamFittingOptions,
): AsyncGenerator<AnswerEvent, void, undefined> {
  let hasBegun = false
  try {
    for await (const event of stream(params)) {
      hasBegun = true
      yield event
    }
    return
  } catch (error) {
    const isTooLong = isTabbyError(error) && error.code === 'context_length_exceeded'
    if (!isTooLong || !isAllowed || hasBegun) throw error
  }
  const { fitMessages } = await import('@tabby/tokens')
  const { messages, tools, template_vars, max_tokens } = params
  const fitted = await fitMessages(
    client,
    { messages, tools, template_vars, max_tokens: max_tokens || replyTokens },
    { signal },
  )
  onLeftOut(fitted.dropped.length)
  yield* stream({ ...params, messages: fitted.messages })
}
