import { findUnreadCall } from '@tabby/kit/tools/find-unread-call'

/** What the server says of a reply that holds a call which it could not read. */
export const unreadCall = 'The model called a tool, but the server could not read the call, so nothing was run'

/** Explains a call that the server left in the text, which nothing tells from a reply otherwise. */
export function toCallWarnings(text: string, toolNames: readonly string[]): string[] {
  if (toolNames.length === 0 || !findUnreadCall(text, toolNames)) return []
  return ['The reply holds a tool call as text: set tool_format for this model in the settings of TabbyAPI']
}
