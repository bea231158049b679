export { completionParamsSchema } from './completion-params-schema.js'
export { streamCompletionParamsSchema } from './stream-completion-params-schema.js'
