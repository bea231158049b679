import { type StandardSchema, TabbyRequestError, type ValueSchema } from '@tabby/core'
import { requireParams } from '../body/to-body.js'
import { prepareSchema } from './prepare-schema.js'
import { readValueSchema } from './read-value-schema.js'

/** How the value is read from the reply. */
export interface ObjectReading {
  /** Checks the value. */
  readonly schema?: StandardSchema
  /** What was removed from the JSON schema, and what the server may ignore in it. */
  readonly notes: readonly string[]
}

/**
 * Prepares a generation whose reply is a value: puts the JSON schema of `schema` into `json_schema`. `$schema` and
 * other keywords that constrain nothing are removed, because the server's grammar library refuses them.
 *
 * @throws TabbyRequestError when the server would ignore the JSON schema (it names the place), when the schema has none
 *   (it says what to do), and when `n` is not 1.
 */
export function toObjectBody<Params extends { readonly n?: number | null | undefined }>(
  params: Params & { readonly schema: ValueSchema },
): ObjectReading & { body: Params } {
  requireParams('The object was not requested', params)
  const { schema: given, ...rest } = params
  const { jsonSchema: found, ...checked } = readValueSchema(given)
  const { jsonSchema, notes } = prepareSchema(found)
  if ((params.n ?? 1) !== 1) {
    throw new TabbyRequestError('An object is read from one completion: n must be 1 or left out')
  }
  return { ...checked, notes, body: { ...(rest as unknown as Params), json_schema: jsonSchema } }
}
