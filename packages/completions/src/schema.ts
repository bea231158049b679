import { generationEntries } from '@tabby/kit/schema/generation-entries'
import * as v from 'valibot'

/**
 * Validates a body for `createCompletion` from an untrusted source. The schema describes the body as it is sent:
 * unknown fields stay in place, and the functions send them. A value that the server would refuse or fail on is an
 * issue here, such as a list without prompts; so is a string where a number belongs, which the server would accept.
 *
 * @example
 * ```ts
 * import { completionParamsSchema } from '@tabby/completions/schema'
 * import { safeParse } from 'valibot'
 *
 * const { success } = safeParse(completionParamsSchema, { prompt: 'Once upon a time', frequency_penalty: -1 })
 * console.log(success) // false
 * ```
 */
export const completionParamsSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    ...generationEntries,
    prompt: v.union([v.string(), v.pipe(v.array(v.string()), v.minLength(1))]),
  }))()

/**
 * Validates a body for `streamCompletion` from an untrusted source: like `completionParamsSchema`, and one of
 * `max_tokens`, `max_completion_tokens` and `max_length` must be a number.
 *
 * @example
 * ```ts
 * import { streamCompletionParamsSchema } from '@tabby/completions/schema'
 * import { safeParse } from 'valibot'
 *
 * const { success } = safeParse(streamCompletionParamsSchema, { prompt: 'Once upon a time' })
 * console.log(success) // false
 * ```
 */
export const streamCompletionParamsSchema = /* @__PURE__ */ (() => {
  const limit = v.number()
  return v.intersect([
    completionParamsSchema,
    v.union([
      v.looseObject({ max_tokens: limit }),
      v.looseObject({ max_completion_tokens: limit }),
      v.looseObject({ max_length: limit }),
    ]),
  ])
})()
