import type { ChatCompletionParams } from '@tabby/chat'
import { type TabbyClient, type TabbyContext, TabbyRequestError } from '@tabby/core'
import { isRecord } from '@tabby/kit/deltas/is-record'
import type {
  BaseChatModelCallOptions,
  BaseChatModelParams,
  BindToolsInput,
} from '@langchain/core/language_models/chat_models'

/** Samplers, reasoning and template fields of a chat; LangChain gives the messages and the tools. */
export type ChatTabbyParams = Omit<
  ChatCompletionParams,
  'messages' | 'model' | 'n' | 'best_of' | 'stream_options' | 'tools' | 'tool_choice' | 'functions' | 'echo' | 'suffix'
>

/** What a `ChatTabby` is made with. */
export interface ChatTabbyFields extends BaseChatModelParams {
  /** Where requests go: one server, or a client with wrappers. */
  readonly client: TabbyClient
  /** Name of the model. Without it, whatever is loaded replies. */
  readonly model?: string | undefined
  /** Samplers and other fields of every call, such as `{ temperature: 0, min_p: 0.05 }`. */
  readonly params?: ChatTabbyParams | undefined
}

/** Options of one call, beside those that every chat model of LangChain takes. */
export interface ChatTabbyCallOptions extends BaseChatModelCallOptions {
  /** Name of the model for this call. */
  model?: string | undefined
  /** Fields for this call; they win over those of the constructor. */
  params?: ChatTabbyParams | undefined
  /** Tools that the model may call. `bindTools` sets them. */
  tools?: BindToolsInput[] | undefined
  /** The form of the reply, as OpenAI writes it. Agents with a `providerStrategy` set it. */
  response_format?: ChatCompletionParams['response_format'] | undefined
  /** For wrappers of the client, such as `priority` for a limit. It is never sent. */
  context?: TabbyContext | undefined
}

/** What LangChain sets itself. */
const ofLangChain = [
  'messages',
  'model',
  'n',
  'best_of',
  'stream',
  'stream_options',
  'tools',
  'tool_choice',
  'functions',
  'echo',
  'suffix',
]

/** Refuses fields of a call that LangChain sets, or that would change what a reply looks like. */
export function checkParams(name: string, params: unknown): ChatTabbyParams {
  if (params === undefined) return {}
  if (!isRecord(params)) throw new TabbyRequestError(`${name}: params must be an object with samplers`)
  const taken = ofLangChain.find((field) => params[field] !== undefined)
  if (taken) throw new TabbyRequestError(`${name}: params must not hold ${taken}, because LangChain sets it`)
  return params
}

/** Samplers by the names that other chat models of LangChain take. JavaScript would lose them silently. */
const ofOtherModels = ['temperature', 'maxTokens', 'topP', 'topK', 'frequencyPenalty', 'presencePenalty', 'stop']

/** Refuses samplers beside `params`. */
export function checkSamplers(name: string, fields: object): void {
  const lost = ofOtherModels.find((field) => field in fields)
  if (lost) throw new TabbyRequestError(`${name}: ${lost} belongs in params, by the server's name, such as max_tokens`)
}

/** Refuses what is not a client, when the object is made and not when it is first used. */
export function checkClient(name: string, client: unknown): TabbyClient {
  if (isRecord(client) && typeof client['send'] === 'function') return client as unknown as TabbyClient
  throw new TabbyRequestError(`${name}: client must be a client, such as createTabbyClient() returns`)
}
