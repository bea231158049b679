import type { StandardSchema } from '@tabby/core'
import type { SchemaPair, StandardJsonSchema, ValueSchema } from './value-schema.js'

/** The two halves of a schema: what the model is told, and what checks a value. */
export function readValueSchema(given: ValueSchema): {
  jsonSchema: Record<string, unknown>
  schema?: StandardSchema
} {
  if (isStandard(given)) {
    return { schema: given, jsonSchema: given['~standard'].jsonSchema.input({ target: 'draft-2020-12' }) }
  }
  return isPair(given) ? given : { jsonSchema: given }
}

// Schemas of arktype are functions.
const isStandard = (given: ValueSchema): given is StandardJsonSchema => '~standard' in given

/** A JSON schema has no keyword `jsonSchema`. */
const isPair = (given: ValueSchema): given is SchemaPair => 'jsonSchema' in given && 'schema' in given
