import { findObject, type StandardSchema } from '@tabby/core'
import type { ChatCompletion } from '../chat-completion.js'
import type { ChatObject } from './chat-object.js'

/** What a completion is read with. */
interface ObjectReading {
  readonly schema?: StandardSchema
  readonly notes: readonly string[]
  readonly partial?: unknown
}

/** Reads the value of a completion and checks it. */
export async function readChatObject<Value>(
  answer: ChatCompletion,
  { schema, notes, partial }: ObjectReading,
): Promise<ChatObject<Value>> {
  const { message, ...ending } = answer.choices[0] ?? {}
  const { object, found } = await findObject({ ...ending, text: message?.content ?? '', partial }, schema)
  return { object: object as Value, answer, found, notes }
}
