export { collectCompletion, type CollectCompletionOptions } from './collect-completion.js'
export type { Completion, CompletionChoice, CompletionChunk, CompletionLogprobs } from './completion.js'
export type { CompletionParams, StreamCompletionParams } from './completion-params.js'
export { createCompletion } from './create-completion.js'
export type {
  CompletionObject,
  CompletionObjectParams,
  CompletionObjectStream,
  StreamCompletionObjectParams,
} from './objects/completion-object.js'
export { createCompletionObject } from './objects/create-completion-object.js'
export { streamCompletionObject } from './objects/stream-completion-object.js'
export { readCompletionText } from './read-completion-text.js'
export { streamCompletion } from './stream-completion.js'
export { toCompletionText } from './to-completion-text.js'
export type {
  EosReason,
  FinishReason,
  GenerationParams,
  JsonPlace,
  ResponseFormat,
  SamplerParams,
  Usage,
  ValueSchema,
} from '@tabby/core'
