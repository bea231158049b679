import type { EosReason, FinishReason, JsonPlace, StandardResult, StandardSchema } from '@tabby/core'
import { findJson } from './find-json.js'
import { toObjectError } from './to-object-error.js'

/** What a value is read from: the text of a reply, and how it ended. */
export interface ObjectText {
  /** The text. */
  readonly text: string
  /** Why the reply ended; `null` if it did not. */
  readonly finish_reason?: FinishReason | null | undefined
  /** Why it ended, in the server's terms; `null` if it was interrupted. */
  readonly eos_reason?: EosReason | null | undefined
  /** The last partial value that a stream showed, for the error. */
  readonly partial?: unknown
}

/** A value that was read from a text, and where it was found. */
export interface FoundObject {
  /** The value, as the schema returns it. */
  readonly object: unknown
  /** Where the JSON was in the text. */
  readonly found: JsonPlace
}

/**
 * Reads a value from the text of a reply, checks it with the schema if there is one, and reports where the JSON was.
 *
 * If the whole reply is not JSON, the text after its reasoning (`</think>`) and inside its code fences is read. Of
 * several fences, the first one that matches the schema counts; without a schema there must be only one.
 *
 * @throws TabbyObjectError when the reply was cut off, has no JSON or does not match; it has the `reason` and the
 *   `text`.
 */
export async function findObject(reply: ObjectText, schema?: StandardSchema): Promise<FoundObject> {
  const { finish_reason, eos_reason } = reply
  // Half a list may be JSON of the right shape by accident, so these come first.
  if (finish_reason === 'length') throw toObjectError('truncated', reply)
  if (!finish_reason || eos_reason === null) throw toObjectError('interrupted', reply)
  // A server may send anything in place of the text, and JSON.parse would convert it to a string.
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

/** Runs the schema on a value. A schema that throws has not accepted it. */
async function check(value: unknown, schema: StandardSchema, reply: ObjectText): Promise<StandardResult<unknown>> {
  try {
    const result: StandardResult<unknown> = await schema['~standard'].validate(value)
    if (result.issues && !Array.isArray(result.issues)) throw new TypeError('issues must be a list')
    return result
  } catch (thrown) {
    throw Object.defineProperty(toObjectError('schema-failed', reply), 'thrown', { value: thrown })
  }
}
