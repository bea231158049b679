import { chatMessageSchema } from '@tabby/kit/schema/chat-message-schema'
import { generationEntries } from '@tabby/kit/schema/generation-entries'
import * as v from 'valibot'

/** The fields of `ChatToolParams`. */
export const toolEntries = /* @__PURE__ */ (() => {
  const dictionary = v.record(v.string(), v.unknown())
  const tool = v.looseObject({
    type: v.literal('function'),
    function: v.looseObject({
      name: v.string(),
      description: v.exactOptional(v.nullable(v.string())),
      parameters: v.exactOptional(v.nullable(dictionary)),
    }),
  })
  const namedTool = v.looseObject({
    type: v.exactOptional(v.literal('function')),
    function: v.looseObject({ name: v.string() }),
  })
  return {
    tools: v.exactOptional(v.nullable(v.array(tool))),
    tool_choice: v.exactOptional(v.nullable(v.union([v.picklist(['none', 'auto', 'required']), namedTool]))),
    parallel_tool_calls: v.exactOptional(v.nullable(v.boolean())),
    functions: v.exactOptional(v.nullable(v.array(dictionary))),
  }
})()

/**
 * Validates a body for `createChatCompletion` or `streamChatCompletion` from an untrusted source. The schema describes
 * the body as it is sent: unknown fields stay in place, and the functions send them. A value that the server would
 * refuse or fail on is an issue here; so is a string in place of a number, which the server would accept.
 *
 * @example
 * ```ts
 * import { chatCompletionParamsSchema } from '@tabby/chat/schema'
 * import { safeParse } from 'valibot'
 *
 * const { success } = safeParse(chatCompletionParamsSchema, { messages: [], frequency_penalty: -1 })
 * console.log(success) // false
 * ```
 */
export const chatCompletionParamsSchema = /* @__PURE__ */ (() => {
  const text = v.exactOptional(v.nullable(v.string()))
  const flag = v.exactOptional(v.nullable(v.boolean()))
  const integer = v.exactOptional(v.nullable(v.pipe(v.number(), v.integer())))
  const variables = v.exactOptional(v.nullable(v.record(v.string(), v.unknown())))
  return v.looseObject({
    ...generationEntries,
    ...toolEntries,
    messages: v.array(chatMessageSchema),
    add_generation_prompt: flag,
    continue_final_message: flag,
    response_prefix: text,
    template_vars: variables,
    chat_template_kwargs: variables,
    prompt_template: text,
    enable_thinking: flag,
    reasoning_effort: text,
    reasoning: v.exactOptional(v.nullable(v.looseObject({ effort: text, enabled: flag, max_tokens: integer }))),
    reasoning_budget_tokens: integer,
    reasoning_budget_message: text,
    verbosity: text,
  })
})()
