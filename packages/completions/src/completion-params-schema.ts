import * as v from 'valibot'
import { generationEntries } from '@tabby/kit/schema/generation-entries'

/**
 * Checks a body for `createCompletion` that a stranger sent. Unknown fields survive. A value that the server would
 * refuse or break on is an issue here, a list without prompts for one; so is a string where a number belongs, which the
 * server would take.
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
