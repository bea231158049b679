import type { StandardSchema } from '../request/standard-schema.js'
import { findObject, type ObjectText } from './find-object.js'

/**
 * Reads a value from the text of a reply and checks it, for packages that ask for one.
 *
 * Makes no requests. A reply that is not JSON as a whole is read behind its reasoning (`</think>`) and inside of its
 * code fences. Of several fences the first one counts that fits the schema; without a schema there must be only one.
 *
 * @param reply - The text, and how it ended.
 * @param schema - What checks the value. Without one nothing is checked.
 * @returns The value, as the schema gives it.
 * @throws TabbyObjectError when the reply was cut off, has no JSON or does not fit; it has the `reason` and the `text`.
 *
 * @example
 * ```ts
 * import { readObject } from '@tabby/core'
 *
 * console.log(await readObject({ text: '{"age": 7}', finish_reason: 'stop' })) // { age: 7 }
 * ```
 */
export async function readObject(reply: ObjectText, schema?: StandardSchema): Promise<unknown> {
  return (await findObject(reply, schema)).object
}
