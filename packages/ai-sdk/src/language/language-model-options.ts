import type { ChatCompletionParams } from '@tabby/chat'

type OwnField = 'messages' | 'model' | 'n' | 'stream_options' | 'tools'

/** What a call of the AI SDK sets itself. */
export const ownFields: readonly OwnField[] = ['messages', 'model', 'n', 'stream_options', 'tools']

/**
 * What `providerOptions.tabby` of `generateText` and `streamText` may hold: every field of a chat completion, such as
 * `min_p`, `enable_thinking` or `json_schema`. They win over the settings of the AI SDK. Fields that this version does
 * not know go into `extra`.
 */
export type TabbyLanguageModelOptions = Omit<ChatCompletionParams, OwnField>
