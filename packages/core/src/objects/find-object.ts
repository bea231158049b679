import type { StandardResult, StandardSchema } from '../request/standard-schema.js'
import type { EosReason, FinishReason } from '../wire/finish.js'
import { findJson, type JsonPlace } from './find-json.js'
import { toObjectError } from './to-object-error.js'

/** What a value is read from: the text of a reply, and how it ended. */
export interface ObjectText {
  /** The text. */
  readonly text: string
  /** Why the reply ended; `null` when it did not. */
  readonly finish_reason?: FinishReason | null | undefined
  /** Why it ended, in the server's words; `null` when it was interrupted. */
  readonly eos_reason?: EosReason | null | undefined
  /** The value as far as a stream has shown it, for the error. */
  readonly partial?: unknown
}

/** A value that was read from a text, and where it stood. */
export interface FoundObject {
  /** The value, as the schema gives it. */
  readonly object: unknown
  /** Where the JSON stood in the text. */
  readonly found: JsonPlace
}

/**
 * Reads a value from the text of a reply as `readObject` does, and reports where the JSON stood.
 *
 * Makes no requests. `found` is `whole` when the server applied the schema; anything else means that it did not.
 *
 * @param reply - The text, and how it ended.
 * @param schema - What checks the value. Without one nothing is checked.
 * @returns The value, as the schema gives it, and where it was found.
 * @throws TabbyObjectError when the reply was cut off, has no JSON or does not fit; it has the `reason` and the `text`.
 *
 * @example
 * ```ts
 * import { findObject } from '@tabby/core'
 *
 * const text = '```json\n{"age": 7}\n```'
 * console.log(await findObject({ text, finish_reason: 'stop' })) // { object: { age: 7 }, found: 'fence' }
 * ```
 */
export async function findObject(reply: ObjectText, schema?: StandardSchema): Promise<FoundObject> {
  const { finish_reason, eos_reason } = reply
  // Half a list may be JSON of the right shape by accident, so these come first.
  if (finish_reason === 'length') throw toObjectError('truncated', reply)
  if (!finish_reason || eos_reason === null) throw toObjectError('interrupted', reply)
  // A server may put anything where the text belongs, and JSON.parse would make a text of it.
  const candidates = typeof reply.text === 'string' ? findCandidates(reply) : []
  if (!candidates.length || (candidates.length > 1 && !schema)) throw toObjectError('invalid-json', reply)
  if (!schema) return { object: candidates[0]!.value, found: candidates[0]!.found }
  let mismatch: unknown
  for (const { value, found } of candidates) {
    const result = await check(value, schema, reply)
    if (!result.issues) return { object: result.value, found }
    mismatch ??= toObjectError('schema-mismatch', reply, result.issues)
  }
  throw mismatch
}

function findCandidates(reply: ObjectText) {
  try {
    return findJson(reply.text)
  } catch {
    throw toObjectError('too-deep', reply)
  }
}

/** What the schema says of a value. A schema that breaks on one has not accepted it. */
async function check(value: unknown, schema: StandardSchema, reply: ObjectText): Promise<StandardResult<unknown>> {
  try {
    const result: StandardResult<unknown> = await schema['~standard'].validate(value)
    if (result.issues && !Array.isArray(result.issues)) throw new TypeError('issues must be a list')
    return result
  } catch (thrown) {
    throw Object.defineProperty(toObjectError('schema-failed', reply), 'thrown', { value: thrown })
  }
}
