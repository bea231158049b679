import { prepareSchema } from './prepare-schema.js'
import { unwrapSchema } from './unwrap-schema.js'

/**
 * The JSON schema of a request without what constrains nothing and makes the server ignore it. A schema that the server
 * cannot use at all stays as it is: a field that was given in the server's own form is not refused.
 */
export function toUsableSchema(given: unknown): unknown {
  const schema = unwrapSchema(given)
  try {
    return prepareSchema(schema).jsonSchema
  } catch {
    return schema
  }
}
