import { readObject, type StandardSchema } from '@tabby/core'
import type { ChatCompletion } from '../chat-completion.js'
import type { ChatObject } from './chat-object.js'

/** Reads the value of an answer and checks it. */
export async function readChatObject<Value>(
  answer: ChatCompletion,
  schema: StandardSchema | undefined,
  partial?: unknown,
): Promise<ChatObject<Value>> {
  const { message, ...ending } = answer.choices[0] ?? {}
  const object = (await readObject({ ...ending, text: message?.content ?? '', partial }, schema)) as Value
  return { object, answer }
}
