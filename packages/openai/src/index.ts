export { createOpenAIFetch, type OpenAIFetch } from './create-openai-fetch.js'
export { createOpenAIHandler } from './create-openai-handler.js'
export type { OpenAIDefaults, OpenAIHandlerOptions } from './openai-handler-options.js'
export type { TabbyClient, TabbyContext } from '@tabby/core'
