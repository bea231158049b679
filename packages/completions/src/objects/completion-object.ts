import type { JsonPlace, PartialOf, TabbyObjectStream, ValueOf, ValueSchema } from '@tabby/core'
import { findObject } from '@tabby/kit/objects/find-object'
import type { ObjectReading } from '@tabby/kit/objects/to-object-body'
import type { CompletionParams, StreamCompletionParams } from '../completion-params.js'
import type { Completion } from '../completion.js'

/** Parameters of a completion that is read as a value. `json_schema` is made from the schema. */
export type CompletionObjectParams<Schema extends ValueSchema> = CompletionParams & ObjectSource<Schema>

/** The same for a stream, which also needs a number of tokens: the server always fails without one. */
export type StreamCompletionObjectParams<Schema extends ValueSchema> = StreamCompletionParams & ObjectSource<Schema>

interface ObjectSource<Schema> {
  /** The prompt. Only one: a value is read from one completion. */
  prompt: string
  /**
   * What the value must look like: a Standard Schema that has its own JSON schema, a pair `{ schema, jsonSchema }`, or
   * a plain JSON schema, which constrains the model but checks nothing here.
   */
  schema: Schema
}

/** A completion that was read as a value. */
export interface CompletionObject<Value> {
  /** The value, as the schema returns it. */
  object: Value
  /** The completion that it was read from. */
  completion: Completion
  /** Where the JSON was in the text: `whole` if the server applied the schema, anything else if it did not. */
  found: JsonPlace
  /** The parts of the JSON schema that were left out or that the server may ignore. Empty for most schemas. */
  notes: readonly string[]
}

/** A completion that becomes a value: the value as it grows, and the checked one at the end. */
export interface CompletionObjectStream<Schema extends ValueSchema> extends TabbyObjectStream<
  PartialOf<Schema>,
  CompletionObject<ValueOf<Schema>>
> {
  /** The stream itself. A second call throws: a stream has one reader. */
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
