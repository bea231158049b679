import type { StandardSchema } from '../request/standard-schema.js'
import type { EosReason, FinishReason } from '../wire/finish.js'
import { toObjectError } from './to-object-error.js'

/** What a value is read from: the text of an answer, and how it ended. */
export interface ObjectText {
  /** The text. */
  readonly text: string
  /** Why the answer ended; `null` when it did not. */
  readonly finish_reason?: FinishReason | null | undefined
  /** Why it ended, in the server's words; `null` when it was interrupted. */
  readonly eos_reason?: EosReason | null | undefined
  /** The value as far as a stream has shown it, for the error. */
  readonly partial?: unknown
}

/**
 * Reads a value from the text of an answer and checks it, for the packages that ask for one.
 *
 * @param answer - The text, and how it ended.
 * @param schema - What checks the value. Without one nothing is checked.
 * @returns The value, as the schema gives it.
 * @throws TabbyObjectError when the answer was cut off, is no JSON or does not fit; it has the `reason` and the `text`.
 *
 * @example
 * ```ts
 * import { readObject } from '@tabby/core'
 *
 * console.log(await readObject({ text: '{"age": 7}', finish_reason: 'stop' })) // { age: 7 }
 * ```
 */
export async function readObject(answer: ObjectText, schema?: StandardSchema): Promise<unknown> {
  const { text, finish_reason, eos_reason } = answer
  // Half a list may be JSON of the right shape by accident, so these come first.
  if (finish_reason === 'length') throw toObjectError('cut', answer)
  if (!finish_reason || eos_reason === null) throw toObjectError('interrupted', answer)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw toObjectError('no-json', answer)
  }
  const result = await schema?.['~standard'].validate(value)
  if (result?.issues) throw toObjectError('mismatch', answer, result.issues)
  return result ? result.value : value
}
