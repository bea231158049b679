import type { LanguageModelV3CallOptions, SharedV3Warning } from '@ai-sdk/provider'
import type { ChatCompletionParams } from '@tabby/chat'
import { prepareSchema } from '@tabby/kit/objects/prepare-schema'
import { readProviderOptions } from '../read-provider-options.js'
import { ownFields } from './language-model-options.js'
import { toMessages } from './to-messages.js'
import { toToolParams } from './to-tool-params.js'

/** A call of the AI SDK in the server's terms, and what the server will do otherwise. */
export interface ChatRequest {
  readonly params: ChatCompletionParams
  readonly toolNames: readonly string[]
  readonly warnings: readonly SharedV3Warning[]
}

/** A call of `ai` 6, or of `ai` 7, which also says how much the model reasons. */
type CallOptions = LanguageModelV3CallOptions & { readonly reasoning?: string }

/**
 * Translates a call.
 *
 * @throws TabbyRequestError when the server would ignore the schema of the response format, or an option is not valid.
 * @throws UnsupportedFunctionalityError when the prompt holds a file that is neither an image nor a text.
 */
export async function toChatParams(modelId: string, options: CallOptions): Promise<ChatRequest> {
  const warnings: SharedV3Warning[] = []
  if (options.seed !== undefined)
    warnings.push({ type: 'unsupported', feature: 'seed', details: 'TabbyAPI ignores it' })
  const tools = toToolParams(options, warnings)
  const params: ChatCompletionParams = {
    ...(modelId && { model: modelId }),
    messages: await toMessages(options.prompt, warnings),
    max_tokens: options.maxOutputTokens,
    temperature: options.temperature,
    top_p: options.topP,
    top_k: options.topK,
    presence_penalty: options.presencePenalty,
    frequency_penalty: options.frequencyPenalty,
    stop: options.stopSequences,
    ...tools,
    ...toFormat(options, warnings),
    ...toReasoning(options),
    ...readProviderOptions(options.providerOptions, ownFields),
  }
  return { params, warnings, toolNames: (tools.tools ?? []).map((tool) => tool.function.name) }
}

function toFormat({ responseFormat }: CallOptions, warnings: SharedV3Warning[]): Partial<ChatCompletionParams> {
  if (responseFormat?.type !== 'json') return {}
  if (!responseFormat.schema) return { response_format: { type: 'json' } }
  const { jsonSchema, notes } = prepareSchema(responseFormat.schema, 'responseFormat.schema')
  for (const details of notes) warnings.push({ type: 'compatibility', feature: 'responseFormat', details })
  return { json_schema: jsonSchema }
}

function toReasoning({ reasoning }: CallOptions): Partial<ChatCompletionParams> {
  if (!reasoning || reasoning === 'provider-default') return {}
  return reasoning === 'none' ? { enable_thinking: false } : { enable_thinking: true, reasoning_effort: reasoning }
}
