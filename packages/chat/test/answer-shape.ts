import type { EosReason, FinishReason, Usage } from '@tabby/core'
import * as v from 'valibot'

const isString = (value: unknown) => typeof value === 'string'
const isObject = (value: unknown) => typeof value === 'object'
const finishReason = v.nullable(v.custom<FinishReason>(isString))
const eosReason = v.exactOptional(v.nullable(v.custom<EosReason>(isString)))

const topLogprob = {
  token: v.string(),
  token_id: v.exactOptional(v.nullable(v.number())),
  logprob: v.nullable(v.number()),
}

const logprobsShape = v.strictObject({
  content: v.array(
    v.strictObject({
      ...topLogprob,
      top_logprobs: v.exactOptional(v.nullable(v.array(v.strictObject(topLogprob)))),
    }),
  ),
})

const toolCallsShape = v.array(
  v.strictObject({
    id: v.optional(v.string()),
    function: v.strictObject({ name: v.string(), arguments: v.string() }),
    type: v.optional(v.literal('function')),
    index: v.optional(v.nullable(v.number())),
  }),
)

const usageShape = v.strictObject({
  prompt_tokens: v.number(),
  prompt_time: v.exactOptional(v.nullable(v.number())),
  prompt_tokens_per_sec: v.exactOptional(v.nullable(v.union([v.number(), v.string()]))),
  completion_tokens: v.number(),
  completion_time: v.exactOptional(v.nullable(v.number())),
  completion_tokens_per_sec: v.exactOptional(v.nullable(v.union([v.number(), v.string()]))),
  total_tokens: v.number(),
  total_time: v.exactOptional(v.nullable(v.number())),
  // No recorded server sends them: those that do name further kinds.
  prompt_tokens_details: v.exactOptional(v.custom<Exclude<Usage['prompt_tokens_details'], undefined>>(isObject)),
  completion_tokens_details: v.exactOptional(
    v.custom<Exclude<Usage['completion_tokens_details'], undefined>>(isObject),
  ),
})

/**
 * The whole shape of an answer, with nothing left open: what the public interface promises, in a form that can be held
 * against recordings. A field that the interface does not document makes it fail.
 */
export const answerShape = v.strictObject({
  id: v.string(),
  object: v.string(),
  created: v.number(),
  model: v.string(),
  choices: v.array(
    v.strictObject({
      index: v.number(),
      finish_reason: finishReason,
      eos_reason: eosReason,
      stop_str: v.exactOptional(v.nullable(v.string())),
      message: v.strictObject({
        role: v.string(),
        content: v.nullable(v.string()),
        reasoning_content: v.exactOptional(v.nullable(v.string())),
        tool_calls: v.exactOptional(v.nullable(toolCallsShape)),
        tool_call_id: v.exactOptional(v.nullable(v.string())),
      }),
      logprobs: v.exactOptional(v.nullable(logprobsShape)),
    }),
  ),
  usage: v.exactOptional(v.nullable(usageShape)),
})

/** The whole shape of a piece of an answer. */
export const chunkShape = v.strictObject({
  id: v.string(),
  object: v.string(),
  created: v.number(),
  model: v.string(),
  choices: v.array(
    v.strictObject({
      index: v.number(),
      delta: v.strictObject({
        role: v.exactOptional(v.string()),
        content: v.exactOptional(v.nullable(v.string())),
        reasoning_content: v.exactOptional(v.nullable(v.string())),
        tool_calls: v.exactOptional(v.nullable(toolCallsShape)),
      }),
      finish_reason: finishReason,
      eos_reason: eosReason,
      logprobs: v.exactOptional(v.nullable(logprobsShape)),
    }),
  ),
  usage: v.exactOptional(v.nullable(usageShape)),
})
