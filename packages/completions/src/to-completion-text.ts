import type { Completion } from './completion.js'

/**
 * Returns the text of a completion: that of its first choice.
 *
 * Makes no requests. The prompt is not part of the text.
 *
 * @param completion - From `createCompletion` or `collectCompletion`.
 * @returns The text; an empty string when the model wrote nothing.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createCompletion, toCompletionText } from '@tabby/completions'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const completion = await createCompletion(client, { prompt: 'Once upon a time', max_tokens: 50 })
 * console.log(toCompletionText(completion))
 * ```
 */
export function toCompletionText(completion: Completion): string {
  return completion.choices[0]?.text ?? ''
}
