import { findObject, type StandardSchema } from '@tabby/core'
import type { Completion } from '../completion.js'
import type { CompletionObject } from './completion-object.js'

/** What a completion is read with. */
interface ObjectReading {
  readonly schema?: StandardSchema
  readonly notes: readonly string[]
  readonly partial?: unknown
}

/** Reads the value of a text and checks it. */
export async function readCompletionObject<Value>(
  completion: Completion,
  { schema, notes, partial }: ObjectReading,
): Promise<CompletionObject<Value>> {
  const { object, found } = await findObject({ text: '', ...completion.choices[0], partial }, schema)
  return { object: object as Value, completion, found, notes }
}
