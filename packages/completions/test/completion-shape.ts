import type { EosReason, FinishReason, Usage } from '@tabby/core'
import * as v from 'valibot'

const isString = (value: unknown) => typeof value === 'string'
const isObject = (value: unknown) => typeof value === 'object'
const optionalNumber = v.exactOptional(v.nullable(v.number()))
const speed = v.exactOptional(v.nullable(v.union([v.number(), v.string()])))

/**
 * The whole shape of a completion, and of a piece, with nothing left open: what the public interface promises, in a
 * form that can be held against recordings. A field that the interface does not document makes it fail.
 */
export const completionShape = v.strictObject({
  id: v.string(),
  object: v.string(),
  created: v.number(),
  model: v.string(),
  choices: v.array(
    v.strictObject({
      index: v.number(),
      finish_reason: v.nullable(v.custom<FinishReason>(isString)),
      eos_reason: v.exactOptional(v.nullable(v.custom<EosReason>(isString))),
      text: v.string(),
      logprobs: v.exactOptional(
        v.nullable(
          v.strictObject({
            tokens: v.array(v.string()),
            token_logprobs: v.array(v.nullable(v.number())),
            top_logprobs: v.array(v.nullable(v.record(v.string(), v.number()))),
            text_offset: v.array(v.number()),
          }),
        ),
      ),
    }),
  ),
  usage: v.exactOptional(
    v.nullable(
      v.strictObject({
        prompt_tokens: v.number(),
        prompt_time: optionalNumber,
        prompt_tokens_per_sec: speed,
        completion_tokens: v.number(),
        completion_time: optionalNumber,
        completion_tokens_per_sec: speed,
        total_tokens: v.number(),
        total_time: optionalNumber,
        prompt_tokens_details: v.exactOptional(v.custom<Exclude<Usage['prompt_tokens_details'], undefined>>(isObject)),
        completion_tokens_details: v.exactOptional(
          v.custom<Exclude<Usage['completion_tokens_details'], undefined>>(isObject),
        ),
      }),
    ),
  ),
})
