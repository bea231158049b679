import { findObject } from '@tabby/kit/objects/find-object'
import type { ObjectReading } from '@tabby/kit/objects/to-object-body'
import type { ChatCompletion } from '../chat-completion.js'
import type { ChatObject } from './chat-object.js'

/** Reads the value of a completion and checks it. */
export async function readChatObject<Value>(
  answer: ChatCompletion,
  { schema, notes, partial }: ObjectReading & { readonly partial?: unknown },
): Promise<ChatObject<Value>> {
  const { message, ...ending } = answer.choices[0] ?? {}
  const { object, found } = await findObject({ ...ending, text: message?.content ?? '', partial }, schema)
  return { object: object as Value, answer, found, notes }
}
