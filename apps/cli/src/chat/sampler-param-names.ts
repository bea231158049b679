import { chatCompletionParamsSchema } from '@tabby/chat/schema'

/** What a chat sets by itself, so that `/set` is not the way to it. */
const own = new Set(['messages', 'model', 'stream', 'stream_options', 'n', 'tools', 'tool_choice'])

/** Names of the parameters that `/set` completes. */
export const samplerParamNames: readonly string[] = Object.keys(chatCompletionParamsSchema.entries).filter(
  (name) => !own.has(name),
)
