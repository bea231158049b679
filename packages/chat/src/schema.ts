export { chatCompletionParamsSchema } from './chat-completion-params-schema.js'
