export { allowManyListeners } from './client/allow-many-listeners.js'
export type { TabbyClient, TabbyResponse } from './client/tabby-client.js'
export type {
  TabbyAttempt,
  TabbyAttemptEnd,
  TabbyClientOptions,
  TabbyHooks,
  TabbyKey,
  TabbyKeyState,
  TabbyStreamLimits,
} from './client/tabby-client-options.js'
export type {
  TabbyAccess,
  TabbyContext,
  TabbyHeaders,
  TabbyOperation,
  TabbyRequest,
  TabbyRequestOptions,
  TabbyRetryContext,
  TabbyRetryOptions,
  TabbyTimeout,
  TabbyTimeouts,
} from './client/tabby-request.js'
export { createTabbyClient } from './client/create-tabby-client.js'
export { extendTabbyClient } from './client/extend-tabby-client.js'
export type { TabbyWatch, TabbyWatchEnd } from './client/tabby-watch.js'
export { type TabbyWrapper, wrapTabbyClient } from './client/wrap-tabby-client.js'
export type { TabbyErrorCode } from './errors/tabby-error.js'
export { type AnyTabbyError, isTabbyError, type TabbySharedCodeError } from './errors/is-tabby-error.js'
export {
  TabbyApiError,
  type TabbyApiErrorCode,
  type TabbyApiErrorDetails,
  type TabbyApiIssue,
} from './errors/tabby-api-error.js'
export { TabbyConnectionError } from './errors/tabby-connection-error.js'
export { TabbyError } from './errors/tabby-error.js'
export { TabbyObjectError, type TabbyObjectFailure } from './errors/tabby-object-error.js'
export {
  TabbyRequestError,
  type TabbyRequestErrorDetails,
  type TabbyRequestFailure,
} from './errors/tabby-request-error.js'
export {
  TabbyResponseError,
  type TabbyResponseErrorDetails,
  type TabbyResponseFailure,
} from './errors/tabby-response-error.js'
export { toRedactedText } from './errors/to-redacted-text.js'
export { TabbyStreamError, type TabbyStreamErrorDetails, type TabbyStreamFailure } from './errors/tabby-stream-error.js'
export { type TabbyTimeoutName, TabbyTimeoutError } from './errors/tabby-timeout-error.js'
export {
  type TabbyToolRunCode,
  TabbyToolRunError,
  type TabbyToolRunErrorDetails,
  type TabbyToolRunFailure,
} from './errors/tabby-tool-run-error.js'
export { requestJson, type TabbyJsonRequest } from './request/request-json.js'
export {
  requestStream,
  type TabbyCollector,
  type TabbyStreamRequestOptions,
  type TabbyStreamFault,
  type TabbyStreamRequest,
} from './request/request-stream.js'
export type { StandardIssue, StandardResult, StandardSchema } from './request/standard-schema.js'
export type { TabbyStream } from './stream/tabby-stream.js'
export type { ChatMessage, ChatMessagePart, ToolCall } from './types/chat-message.js'
export type { EosReason, FinishReason } from './types/finish.js'
export type { GenerationParams, ResponseFormat } from './types/generation-params.js'
export type { JsonPlace } from './types/tabby-object-stream.js'
export type {
  ConstraintParams,
  IgnoredParams,
  PenaltyParams,
  SamplerParams,
  TemperatureParams,
  TruncationParams,
} from './types/sampler-params.js'
export type { TabbyObjectStream } from './types/tabby-object-stream.js'
export type { Usage } from './types/usage.js'
export type { PartialOf, SchemaPair, StandardJsonSchema, ValueOf, ValueSchema } from './types/value-schema.js'
