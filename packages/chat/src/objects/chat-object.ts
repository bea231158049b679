import type { JsonPlace, PartialOf, TabbyObjectStream, ValueOf, ValueSchema } from '@tabby/core'
import { findObject } from '@tabby/kit/objects/find-object'
import type { ObjectReading } from '@tabby/kit/objects/to-object-body'
import type { ChatCompletionParams } from '../chat-completion-params.js'
import type { ChatCompletion } from '../chat-completion.js'

/** Parameters of a chat whose reply is a value. `json_schema` is made from the schema. */
export interface ChatObjectParams<Schema extends ValueSchema> extends ChatCompletionParams {
  /**
   * What the value must look like: a Standard Schema that provides its JSON schema, a pair `{ schema, jsonSchema }`, or
   * only a JSON schema, which constrains the model but checks nothing here.
   */
  schema: Schema
}

/** A reply that is a value. */
export interface ChatObject<Value> {
  /** The value, as the schema returns it. */
  object: Value
  /** The completion that it was read from. */
  answer: ChatCompletion
  /** Where the JSON was in the text: `whole` if the server applied the schema, anything else if it did not. */
  found: JsonPlace
  /** What was removed from the JSON schema, and what the server may ignore in it. Empty for most schemas. */
  notes: readonly string[]
}

/** A reply that becomes a value: the value as it grows, and the checked one at the end. */
export interface ChatObjectStream<Schema extends ValueSchema> extends TabbyObjectStream<
  PartialOf<Schema>,
  ChatObject<ValueOf<Schema>>
> {
  /** Returns the stream itself, once. A second call throws, because a stream can be read only once. */
  [Symbol.asyncIterator](): ChatObjectStream<Schema>
}

/** Reads the value of a completion and checks it. */
export async function readChatObject<Value>(
  answer: ChatCompletion,
  { schema, notes, partial }: ObjectReading & { readonly partial?: unknown },
): Promise<ChatObject<Value>> {
  const { message, ...ending } = answer.choices[0] ?? {}
  const { object, found } = await findObject({ ...ending, text: message?.content ?? '', partial }, schema)
  return { object: object as Value, answer, found, notes }
}
