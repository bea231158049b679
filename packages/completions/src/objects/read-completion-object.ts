import { readObject, type StandardSchema } from '@tabby/core'
import type { Completion } from '../completion.js'
import type { CompletionObject } from './completion-object.js'

/** Reads the value of a text and checks it. */
export async function readCompletionObject<Value>(
  completion: Completion,
  schema: StandardSchema | undefined,
  partial?: unknown,
): Promise<CompletionObject<Value>> {
  const object = (await readObject({ text: '', ...completion.choices[0], partial }, schema)) as Value
  return { object, completion }
}
