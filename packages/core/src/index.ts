export { allowManyListeners } from './client/allow-many-listeners.js'
export type { TabbyClient, TabbyResponse } from './client/tabby-client.js'
export type {
  TabbyAttempt,
  TabbyAttemptEnd,
  TabbyClientOptions,
  TabbyHooks,
  TabbyKey,
  TabbyStreamLimits,
} from './client/tabby-client-options.js'
export type {
  TabbyAccess,
  TabbyHeaders,
  TabbyOperation,
  TabbyRequest,
  TabbyRequestOptions,
  TabbyRetryContext,
  TabbyRetryOptions,
} from './client/tabby-request.js'
export { createTabbyClient } from './client/create-tabby-client.js'
export { extendTabbyClient } from './client/extend-tabby-client.js'
export type { TabbyErrorCode } from './errors/error-code.js'
export { type AnyTabbyError, isTabbyError } from './errors/is-tabby-error.js'
export { TabbyApiError, type TabbyApiErrorDetails, type TabbyApiIssue } from './errors/tabby-api-error.js'
export { TabbyConnectionError } from './errors/tabby-connection-error.js'
export { TabbyError } from './errors/tabby-error.js'
export { TabbyRequestError } from './errors/tabby-request-error.js'
export { TabbyResponseError, type TabbyResponseFailure } from './errors/tabby-response-error.js'
export { toRedactedText } from './errors/to-redacted-text.js'
export { TabbyStreamError, type TabbyStreamFailure } from './errors/tabby-stream-error.js'
export { type TabbyTimeoutName, TabbyTimeoutError } from './errors/tabby-timeout-error.js'
export {
  type TabbyToolRunCode,
  TabbyToolRunError,
  type TabbyToolRunErrorDetails,
  type TabbyToolRunFailure,
} from './errors/tabby-tool-run-error.js'
export { openObjectStream, type ObjectStreamSource, type TabbyObjectStream } from './objects/open-object-stream.js'
export type { JsonPlace } from './objects/find-json.js'
export { findObject, type FoundObject, type ObjectText } from './objects/find-object.js'
export { readObject } from './objects/read-object.js'
export { readValueSchema } from './objects/read-value-schema.js'
export { TabbyObjectError, type TabbyObjectFailure } from './objects/tabby-object-error.js'
export { toObjectBody } from './objects/to-object-body.js'
export type { PartialOf, SchemaPair, StandardJsonSchema, ValueOf, ValueSchema } from './objects/value-schema.js'
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
export type { ChatMessage, ChatMessagePart, ToolCall } from './wire/chat-message.js'
export type { EosReason, FinishReason } from './wire/finish.js'
export type { GenerationParams, ResponseFormat } from './wire/generation-params.js'
export type {
  ConstraintParams,
  IgnoredParams,
  PenaltyParams,
  SamplerParams,
  TemperatureParams,
  TruncationParams,
} from './wire/sampler-params.js'
export { toGenerationBody } from './wire/to-generation-body.js'
export type { Usage } from './wire/usage.js'
