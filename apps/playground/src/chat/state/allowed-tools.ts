/** Names of the tools that run without asking, by the id of the conversation. A reload forgets them. */
const allowed = new Map<string, Set<string>>()

/** Lets a tool run without asking in a conversation. */
export function allowTool(conversationId: string, name: string): void {
  allowed.set(conversationId, new Set([...(allowed.get(conversationId) ?? []), name]))
}

/** Whether a tool runs without asking in a conversation. */
export function isToolAllowed(conversationId: string, name: string): boolean {
  return allowed.get(conversationId)?.has(name) ?? false
}

/** Asks again before a tool runs, in all conversations: it has become another one. */
export function forgetAllowedTool(name: string): void {
  for (const names of allowed.values()) names.delete(name)
}
