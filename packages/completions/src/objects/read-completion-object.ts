import { findObject } from '@tabby/kit/objects/find-object'
import type { ObjectReading } from '@tabby/kit/objects/to-object-body'
import type { Completion } from '../completion.js'
import type { CompletionObject } from './completion-object.js'

/** Reads the value of a text and checks it. */
export async function readCompletionObject<Value>(
  completion: Completion,
  { schema, notes, partial }: ObjectReading & { readonly partial?: unknown },
): Promise<CompletionObject<Value>> {
  const { object, found } = await findObject({ text: '', ...completion.choices[0], partial }, schema)
  return { object: object as Value, completion, found, notes }
}
