import type { ChatCompletionParams } from '@tabby/chat'
import { findUnreadCall } from '@tabby/kit/tools/find-unread-call'

/** Explains a call that the server left in the text, which no agent can distinguish from a reply. */
export function toWarning({ tools }: ChatCompletionParams, texts: readonly string[]): string | undefined {
  if (!tools?.length) return undefined
  const names = tools.map((tool) => tool.function.name)
  return texts.some((text) => findUnreadCall(text, names))
    ? 'The reply contains a tool call as text: set tool_format for this model in the settings of TabbyAPI'
    : undefined
}

/** The same in a stream, whose headers have already been sent: a comment, which clients skip and people see. */
export function toEndFrames(params: ChatCompletionParams, texts: readonly string[]): string[] {
  const warning = toWarning(params, texts)
  return warning ? [`: x-tabby-warning: ${warning}`] : []
}
