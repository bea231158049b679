import { type StandardSchema, TabbyRequestError, type ValueSchema } from '@tabby/core'
import { isRecord } from '@tabby/kit/deltas/is-record'
import { findObject } from '@tabby/kit/objects/find-object'
import { toObjectBody } from '@tabby/kit/objects/to-object-body'
import type { StructuredOutputMethodOptions } from '@langchain/core/language_models/base'
import type { AIMessageChunk } from '@langchain/core/messages'
import { toJsonSchema } from '@langchain/core/utils/json_schema'

/** A schema taken apart: what constrains the model, and what checks the value. */
export interface StructuredSchema {
  readonly jsonSchema: unknown
  readonly schema?: StandardSchema
}

/**
 * Takes a schema of LangChain apart: zod 3 and 4, any Standard Schema with a JSON schema, or a JSON schema.
 *
 * @throws TabbyRequestError when the server would silently ignore the schema, or for a method other than `jsonSchema`.
 */
export function toStructuredSchema(
  outputSchema: object,
  options: StructuredOutputMethodOptions<boolean> | undefined,
): StructuredSchema {
  const { method = 'jsonSchema', strict } = options ?? {}
  if (method !== 'jsonSchema') {
    throw new TabbyRequestError(
      `withStructuredOutput: method must be "jsonSchema", because the server enforces a schema by its grammar alone; bindTools lets a model call a function`,
    )
  }
  if (strict === false) {
    throw new TabbyRequestError('withStructuredOutput: strict cannot be false, because the grammar always holds')
  }
  // LangChain knows the libraries that tell no JSON schema along with theirs, such as zod 3.
  const jsonSchema = toJsonSchema(outputSchema as never) as Record<string, unknown>
  const isChecked = isRecord(outputSchema) && isRecord(outputSchema['~standard'])
  const given = isChecked ? { schema: outputSchema as unknown as StandardSchema, jsonSchema } : jsonSchema
  const { body, schema } = toObjectBody<{ json_schema?: unknown; n?: undefined }>({ schema: given as ValueSchema })
  return { jsonSchema: body.json_schema, ...(schema && { schema }) }
}

/**
 * Reads the value of a reply, and checks it.
 *
 * @throws TabbyObjectError when the reply was cut off, is not JSON or does not match.
 */
export async function readStructuredOutput(
  message: AIMessageChunk,
  schema: StandardSchema | undefined,
): Promise<unknown> {
  const { finish_reason, eos_reason } = message.response_metadata as { finish_reason?: string; eos_reason?: string }
  const { object } = await findObject({ text: message.text, finish_reason, eos_reason }, schema)
  return object
}
