export { TabbyToolRunError, type TabbyToolRunFailure } from '@tabby/core'
export type {
  ChatReply,
  ChatChoice,
  ChatCompletion,
  ChatLogprob,
  ChatLogprobs,
  ChatTopLogprob,
} from './chat-completion.js'
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
export { collectChatCompletion, type CollectChatOptions } from './collect-chat-completion.js'
export { createChatCompletion } from './create-chat-completion.js'
export { type ImagePart, toImagePart, type ImageSource } from './images/to-image-part.js'
export { readChatText } from './read-chat-text.js'
export { splitReasoning, type SplitReasoningOptions } from './reasoning/split-reasoning.js'
export { createErrorResponse } from './streams/create-error-response.js'
export { createStreamResponse, type LazyStream } from './streams/create-stream-response.js'
export { readWebStream } from './streams/read-web-stream.js'
export {
  type MeasuredStream,
  measureStream,
  type MeasureStreamOptions,
  type StreamStatistics,
} from './streams/measure-stream.js'
export { type ChatEvent, readChatEvents } from './streams/read-chat-events.js'
export { teeStream, type TeeStreamOptions } from './streams/tee-stream.js'
export { toReadableStream } from './streams/to-readable-stream.js'
export { streamChatCompletion } from './stream-chat-completion.js'
export { defineTool, type ToolDefinition } from './tools/define-tool.js'
export { runTools } from './tools/run-tools.js'
export { streamTools } from './tools/stream-tools.js'
export type { CheckedArguments, CheckedCall, Tool, ToolContext, ToolErrorHandling, ToolVerdict } from './tools/tool.js'
export type {
  RunToolsOptions,
  StreamToolsOptions,
  ToolEvent,
  ToolProblem,
  ToolResult,
  ToolRun,
  ToolRunOptions,
  ToolStep,
  ToolStream,
  ToolSuccess,
} from './tools/tool-run.js'
export type { ChatObject, ChatObjectParams, ChatObjectStream } from './objects/chat-object.js'
export { createChatObject } from './objects/create-chat-object.js'
export { streamChatObject } from './objects/stream-chat-object.js'
export { toChatText } from './to-chat-text.js'
export type {
  ChatMessage,
  ChatMessagePart,
  EosReason,
  FinishReason,
  GenerationParams,
  JsonPlace,
  ResponseFormat,
  SamplerParams,
  ToolCall,
  Usage,
  ValueSchema,
} from '@tabby/core'
