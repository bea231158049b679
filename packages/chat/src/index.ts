export type { ChatAnswer, ChatChoice, ChatCompletion } from './chat-completion.js'
export type { ChatChunkChoice, ChatCompletionChunk, ChatDelta } from './chat-completion-chunk.js'
export type {
  ChatCompletionParams,
  ChatTemplateParams,
  ChatTool,
  ChatToolParams,
  NamedToolChoice,
  ReasoningOptions,
  ReasoningParams,
} from './chat-completion-params.js'
export type { ChatLogprob, ChatLogprobs, ChatTopLogprob } from './chat-logprobs.js'
export { collectChatCompletion } from './collect-chat-completion.js'
export { createChatCompletion } from './create-chat-completion.js'
export { type ImagePart, imagePart, type ImageSource } from './images/image-part.js'
export { readChatText } from './read-chat-text.js'
export { splitReasoning, type SplitReasoningOptions } from './reasoning/split-reasoning.js'
export { streamChatCompletion } from './stream-chat-completion.js'
