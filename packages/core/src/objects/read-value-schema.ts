import type { StandardSchema } from '../request/standard-schema.js'
import type { SchemaPair, StandardJsonSchema, ValueSchema } from './value-schema.js'

/**
 * Takes a schema in any of its forms apart, for the packages that send one: what the model is told, and what checks a
 * value.
 *
 * @param given - A Standard Schema that knows its JSON schema, a pair of both, or a JSON schema alone.
 * @returns The JSON schema, and the Standard Schema unless there is none.
 * @throws Whatever the schema's library throws where it has no JSON schema for something.
 *
 * @example
 * ```ts
 * import { readValueSchema } from '@tabby/core'
 *
 * const { jsonSchema, schema } = readValueSchema({ type: 'string' })
 * console.log(jsonSchema, schema) // { type: 'string' } undefined
 * ```
 */
export function readValueSchema(given: ValueSchema): {
  jsonSchema: Record<string, unknown>
  schema?: StandardSchema
} {
  const { '~standard': standard } = given as StandardJsonSchema
  if (standard) {
    return { schema: given as StandardJsonSchema, jsonSchema: standard.jsonSchema.input({ target: 'draft-2020-12' }) }
  }
  // A JSON schema has no keyword `jsonSchema`.
  return (given as SchemaPair).jsonSchema ? (given as SchemaPair) : { jsonSchema: given as Record<string, unknown> }
}
