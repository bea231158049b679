import type { ChatCompletion } from '../chat-completion.js'
import type { ChatCompletionParams } from '../chat-completion-params.js'
import type { ValueSchema } from '../json-schema/value-schema.js'

/** What an object is asked for with. `json_schema` is made of the schema. */
export interface ChatObjectParams<Schema extends ValueSchema> extends ChatCompletionParams {
  /**
   * What the answer has to look like: a Standard Schema that knows its JSON schema, a pair `{ schema, jsonSchema }`, or
   * a JSON schema alone, by which the answer is not checked here.
   */
  schema: Schema
}

/** An answer that is a value. */
export interface ChatObject<Value> {
  /** The value, as the schema gives it. */
  object: Value
  /** The answer that it was read from. */
  answer: ChatCompletion
}
