import type { ChatCompletionParams } from '@tabby/chat'
import { type TabbyClient, type TabbyContext, TabbyRequestError } from '@tabby/core'
import { isRecord } from '@tabby/kit/deltas/is-record'

/** Fields that a request may leave out: samplers, `enable_thinking`, `max_tokens` and the like. */
export type OpenAIDefaults = Partial<
  Omit<ChatCompletionParams, 'messages' | 'model' | 'n' | 'stream_options' | 'tools' | 'extra'>
>

/** Options of a handler. */
export interface OpenAIHandlerOptions {
  /**
   * Names for models: `{ 'gpt-4o-mini': 'Qwen3-8B-exl3' }`. They are listed along with the server's own names. Any
   * other name is passed on as it is; a response names the model that wrote it.
   */
  readonly models?: Readonly<Record<string, string>> | undefined
  /** Fields of every generation, for requests that do not set them. */
  readonly defaults?: OpenAIDefaults | undefined
  /**
   * Authorizes requests. It gets the request before its body is read, and returns the `context` of the calls, `{}` if
   * there is none, or a `Response` that refuses. If it throws, the request is refused too. Without it, all requests are
   * allowed.
   */
  readonly authorize?: ((request: Request) => TabbyContext | Response | Promise<TabbyContext | Response>) | undefined
}

/** A client and the settings of its handler. */
export interface HandlerSettings {
  readonly client: TabbyClient
  readonly models: ReadonlyMap<string, string>
  readonly defaults: OpenAIDefaults
  readonly authorize: OpenAIHandlerOptions['authorize']
}

/** Fields that belong to one request and have no default. */
const ofRequest = ['messages', 'prompt', 'input', 'model', 'n', 'stream', 'stream_options', 'tools', 'extra']

/** Checks the options of a handler when it is created, not when the first request arrives. */
export function readHandlerOptions(
  name: string,
  client: TabbyClient,
  options: OpenAIHandlerOptions | null | undefined,
): HandlerSettings {
  const refuse = (what: string): never => {
    throw new TabbyRequestError(`${name}: ${what}`)
  }
  if (!isRecord(client) || typeof client.send !== 'function') {
    refuse('the first argument must be a client, such as createTabbyClient() returns')
  }
  const { models = {}, defaults = {}, authorize }: OpenAIHandlerOptions = options ?? {}
  if (!isRecord(models)) return refuse('models must be an object of names, such as { alias: "folder" }')
  const wrong = Object.entries(models).find(([alias, model]) => !alias || typeof model !== 'string' || !model)
  if (wrong) refuse('a name in models, and the model that it stands for, must be non-empty strings')
  if (!isRecord(defaults)) return refuse('defaults must be an object with fields of a generation')
  const taken = ofRequest.find((field) => Object.hasOwn(defaults, field))
  if (taken) refuse(`defaults must not contain ${taken}, because it belongs to one request`)
  if (authorize !== undefined && typeof authorize !== 'function') refuse('authorize must be a function')
  return { client, models: new Map(Object.entries(models)), defaults: { ...defaults }, authorize }
}
