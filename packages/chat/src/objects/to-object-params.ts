import { TabbyRequestError } from '@tabby/core'
import type { ChatCompletionParams } from '../chat-completion-params.js'
import { readValueSchema } from '../json-schema/read-value-schema.js'
import { requireUsableSchema } from '../json-schema/require-usable-schema.js'
import type { ValueSchema } from '../json-schema/value-schema.js'
import type { ChatObjectParams } from './chat-object.js'

/** What is sent to ask for an object, and the schema that checks it. */
export function toObjectParams(params: ChatObjectParams<ValueSchema>) {
  const { schema: given, ...rest } = params
  const { jsonSchema, schema } = readValueSchema(given)
  requireUsableSchema(jsonSchema)
  if ((params.n ?? 1) > 1) throw new TabbyRequestError('An object is read from one answer: n has to be 1')
  return { body: { ...(rest as ChatCompletionParams), json_schema: jsonSchema }, schema }
}
