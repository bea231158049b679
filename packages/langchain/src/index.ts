export { ChatTabby } from './chat-tabby.js'
export type { ChatTabbyCallOptions, ChatTabbyFields, ChatTabbyParams } from './chat-tabby-fields.js'
export { TabbyEmbeddings, type TabbyEmbeddingsFields } from './tabby-embeddings.js'
export type { TabbyClient, TabbyContext } from '@tabby/core'
