import type { JsonPlace, PartialOf, TabbyObjectStream, ValueOf, ValueSchema } from '@tabby/core'
import { findObject } from '@tabby/kit/objects/find-object'
import type { ObjectReading } from '@tabby/kit/objects/to-object-body'
import type { CompletionParams, StreamCompletionParams } from '../completion-params.js'
import type { Completion } from '../completion.js'

/** What an object is asked for with. `json_schema` is made of the schema. */
export type CompletionObjectParams<Schema extends ValueSchema> = CompletionParams & ObjectSource<Schema>

/** What a streamed object is asked for with: the same, and a number of tokens; the server always fails without. */
export type StreamCompletionObjectParams<Schema extends ValueSchema> = StreamCompletionParams & ObjectSource<Schema>

interface ObjectSource<Schema> {
  /** The text after which the value is written. One only: a value is read from one text. */
  prompt: string
  /**
   * What the value has to look like: a Standard Schema that knows its JSON schema, a pair `{ schema, jsonSchema }`, or
   * a JSON schema alone, by which the value is not checked here.
   */
  schema: Schema
}

/** A text that is a value. */
export interface CompletionObject<Value> {
  /** The value, as the schema gives it. */
  object: Value
  /** The completion that it was read from. */
  completion: Completion
  /** Where the JSON stood in the text: `whole` when the server applied the schema, anything else when it did not. */
  found: JsonPlace
  /** What was left out of the JSON schema, and what the server may ignore of it. Empty for most schemas. */
  notes: readonly string[]
}

/** A text that becomes a value: the value as it grows, and the checked one at its end. */
export interface CompletionObjectStream<Schema extends ValueSchema> extends TabbyObjectStream<
  PartialOf<Schema>,
  CompletionObject<ValueOf<Schema>>
> {
  /** The stream itself, once. A second call throws: a stream has one reader. */
  [Symbol.asyncIterator](): CompletionObjectStream<Schema>
}

/** Reads the value of a text and checks it. */
export async function readCompletionObject<Value>(
  completion: Completion,
  { schema, notes, partial }: ObjectReading & { readonly partial?: unknown },
): Promise<CompletionObject<Value>> {
  const { object, found } = await findObject({ text: '', ...completion.choices[0], partial }, schema)
  return { object: object as Value, completion, found, notes }
}
