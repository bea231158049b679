import * as v from 'valibot'
import { completionParamsSchema } from './completion-params-schema.js'

/**
 * Checks a body for `streamCompletion` that a stranger sent: as `completionParamsSchema`, and one of `max_tokens`,
 * `max_completion_tokens` and `max_length` has to be a number.
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
