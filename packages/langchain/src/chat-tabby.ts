import { type ChatCompletionParams, createChatCompletion, readChatEvents, streamChatCompletion } from '@tabby/chat'
import type { TabbyClient, TabbyRequestOptions } from '@tabby/core'
import { countTokens } from '@tabby/tokens'
import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager'
import type { BaseLanguageModelInput, StructuredOutputMethodOptions } from '@langchain/core/language_models/base'
import { BaseChatModel, type BindToolsInput, type LangSmithParams } from '@langchain/core/language_models/chat_models'
import type { AIMessageChunk, BaseMessage } from '@langchain/core/messages'
import type { ChatGenerationChunk, ChatResult } from '@langchain/core/outputs'
import { type Runnable, RunnableLambda, RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables'
import {
  type ChatTabbyCallOptions,
  type ChatTabbyFields,
  type ChatTabbyParams,
  checkClient,
  checkParams,
  checkSamplers,
} from './chat-tabby-fields.js'
import { markError } from './errors/mark-error.js'
import { toChatMessages } from './messages/to-chat-messages.js'
import { toContentParts } from './messages/to-content-parts.js'
import { createReplyWriter } from './replies/create-reply-writer.js'
import { toChatResult } from './replies/to-chat-result.js'
import { readStructuredOutput, toStructuredSchema } from './structured-output.js'
import { toToolParams } from './to-tool-params.js'

/**
 * LangChain's chat model for TabbyAPI, for agents, graphs and chains.
 *
 * `POST /v1/chat/completions`, streamed whenever LangChain streams. Reasoning is a `reasoning` block of the content.
 * Errors stay `TabbyError`s, with `lc_error_code` where LangChain has a name for them, and an abort stops the model.
 * `maxRetries` is 0 by default, because the client retries what is safe to retry; LangChain would generate again after
 * a crash. A tool call that the server could not read, or left in the text, is an error with the code
 * `tool_call_malformed`.
 *
 * @throws TabbyRequestError when the client is missing, `params` holds a field that LangChain sets, or a sampler is not in it.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { ChatTabby } from '@tabby/langchain'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const model = new ChatTabby({ client, params: { temperature: 0.7, min_p: 0.05 } })
 *
 * const { text, usage_metadata } = await model.invoke('Say hello')
 * console.log(text, usage_metadata)
 * ```
 */
export class ChatTabby extends BaseChatModel<ChatTabbyCallOptions, AIMessageChunk> {
  /** Name of the model; `undefined` means whatever is loaded. */
  readonly model: string | undefined
  private readonly client: TabbyClient
  private readonly params: ChatTabbyParams

  /** The name under which LangChain knows the class. */
  static override lc_name(): string {
    return 'ChatTabby'
  }

  constructor(fields: ChatTabbyFields) {
    const { client, model, params, ...rest } = fields ?? {}
    super({ maxRetries: 0, ...rest })
    this.client = checkClient('ChatTabby', client)
    this.params = checkParams('ChatTabby', params)
    checkSamplers('ChatTabby', rest)
    this.model = model
  }

  /** The kind of model. */
  override _llmType(): string {
    return 'tabby'
  }

  /** Names of the options that belong to one call. */
  override get callKeys(): string[] {
    return [...super.callKeys, 'model', 'params', 'tools', 'tool_choice', 'response_format', 'context']
  }

  /** What LangSmith and OpenTelemetry are told about the model. */
  override getLsParams(options: this['ParsedCallOptions']): LangSmithParams {
    const { temperature, max_tokens } = { ...this.params, ...options.params }
    const model = options.model ?? this.model
    return {
      ls_provider: 'tabby',
      ls_model_type: 'chat',
      ...(model && { ls_model_name: model }),
      ...(typeof temperature === 'number' && { ls_temperature: temperature }),
      ...(typeof max_tokens === 'number' && { ls_max_tokens: max_tokens }),
      ...(options.stop && { ls_stop: options.stop }),
    }
  }

  /** The fields of the request, but for the messages. */
  override invocationParams(options?: this['ParsedCallOptions']): Omit<ChatCompletionParams, 'messages'> {
    const model = options?.model ?? this.model
    return {
      ...this.params,
      ...checkParams('ChatTabby', options?.params),
      ...(model && { model }),
      ...(options?.stop && { stop: options.stop }),
      ...(options?.response_format && { response_format: options.response_format }),
      ...toToolParams(options?.tools, options?.tool_choice),
    }
  }

  /** Gives the model tools to call. `tool_choice` may be `auto`, `none`, `any` or the name of a tool. */
  override bindTools(
    tools: BindToolsInput[],
    kwargs?: Partial<ChatTabbyCallOptions>,
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, ChatTabbyCallOptions> {
    return this.withConfig({ ...kwargs, tools })
  }

  /** Completes a chat. */
  override async _generate(messages: BaseMessage[], options: this['ParsedCallOptions']): Promise<ChatResult> {
    const { params, toolNames, request } = this.prepare(messages, options)
    return this.send(options, async () =>
      toChatResult(await createChatCompletion(this.client, params, request), toolNames),
    )
  }

  /** Completes a chat, and yields it while the model writes. */
  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const { params, toolNames, request } = this.prepare(messages, options)
    const writer = createReplyWriter(toolNames)
    const show = async (chunk: ChatGenerationChunk) => {
      const place = { prompt: 0, completion: 0 }
      // Without the chunk LangGraph sees no tool calls.
      await runManager?.handleLLMNewToken(chunk.text, place, undefined, undefined, undefined, { chunk })
    }
    try {
      const stream = await this.send(options, () =>
        streamChatCompletion(this.client, params, { ...request, keepPartial: false }),
      )
      for await (const event of readChatEvents(stream)) {
        const chunk = writer.add(event)
        if (!chunk) continue
        yield chunk
        await show(chunk)
      }
      const last = writer.getLast()
      yield last
      await show(last)
    } catch (error) {
      throw markError(error, options.signal)
    }
  }

  /**
   * A model whose replies are values of a schema: zod 3 or 4, a Standard Schema that knows its JSON schema, or a JSON
   * schema. The server's grammar keeps the model to it, and the value is checked when it arrives.
   *
   * With `includeRaw` the result is `{ raw, parsed }`, and `parsed` is `null` for a reply that does not match.
   *
   * @throws TabbyRequestError when the server would ignore the schema, and for a `method` other than `jsonSchema`.
   */
  // The signatures of LangChain differ by the library of the schema; one implementation serves them all.
  override withStructuredOutput: BaseChatModel['withStructuredOutput'] = ((
    outputSchema: object,
    options?: StructuredOutputMethodOptions<boolean>,
  ) => {
    const { jsonSchema, schema } = toStructuredSchema(outputSchema, options)
    const json_schema = { name: options?.name ?? 'reply', schema: jsonSchema }
    const model = this.withConfig({ response_format: { type: 'json_schema', json_schema } })
    const parser = RunnableLambda.from((message: AIMessageChunk) => readStructuredOutput(message, schema))
    if (!options?.includeRaw) return model.pipe(parser)
    const read = RunnableLambda.from(({ raw }: { raw: AIMessageChunk }) => parser.invoke(raw))
    const parsed = read.withFallbacks([RunnableLambda.from(() => null)])
    return RunnableSequence.from([{ raw: model }, RunnablePassthrough.assign({ parsed })])
  }) as BaseChatModel['withStructuredOutput']

  /** Counts the tokens of a text as the loaded model does. `POST /v1/token/encode`. */
  override async getNumTokens(content: Parameters<BaseChatModel['getNumTokens']>[0]): Promise<number> {
    const text = toContentParts(content)
      .parts.map((part) => (part.type === 'text' ? part.text : ''))
      .join('')
    return text ? countTokens(this.client, { text, add_bos_token: false }) : 0
  }

  private prepare(messages: BaseMessage[], options: this['ParsedCallOptions']) {
    const params = { ...this.invocationParams(options), messages: toChatMessages(messages) }
    // Whoever forbids calls may get one as text.
    const tools = params.tool_choice === 'none' ? [] : (params.tools ?? [])
    const toolNames = tools.map((tool) => tool.function.name)
    const { signal, context } = options
    const request: TabbyRequestOptions = { signal, context }
    return { params, toolNames, request }
  }

  /** The caller of LangChain keeps to `maxConcurrency`, and to the `maxRetries` of whoever wants them. */
  private async send<T>({ signal }: { signal?: AbortSignal }, work: () => Promise<T>): Promise<T> {
    try {
      return await this.caller.callWithOptions({ ...(signal && { signal }) }, work)
    } catch (error) {
      throw markError(error, signal)
    }
  }
}
