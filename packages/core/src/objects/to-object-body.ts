import { TabbyRequestError } from '../errors/tabby-request-error.js'
import type { StandardSchema } from '../request/standard-schema.js'
import { readValueSchema } from './read-value-schema.js'
import { requireUsableSchema } from './require-usable-schema.js'
import type { ValueSchema } from './value-schema.js'

/**
 * Prepares a generation whose answer is a value, for the packages that send one: puts the JSON schema of `schema` in
 * its place, as `json_schema`, and refuses what the server would ignore without a word.
 *
 * @param params - What the caller wants, with `schema`.
 * @returns What is to be sent, and the Standard Schema that checks the answer, unless there is none.
 * @throws TabbyRequestError when the server would ignore the JSON schema, naming the place; and when `n` is not 1.
 *
 * @example
 * ```ts
 * import { toObjectBody } from '@tabby/core'
 *
 * const { body } = toObjectBody({ prompt: 'A number:', schema: { type: 'integer' } })
 * console.log(body) // { prompt: 'A number:', json_schema: { type: 'integer' } }
 * ```
 */
export function toObjectBody<
  Params extends { readonly n?: number | null | undefined; readonly [field: string]: unknown },
>(params: Params & { readonly schema: ValueSchema }): { body: Params; schema?: StandardSchema } {
  const { schema: given, ...rest } = params
  const { jsonSchema, ...checked } = readValueSchema(given)
  requireUsableSchema(jsonSchema)
  if (params.n! > 1) throw new TabbyRequestError('n must be 1')
  return { ...checked, body: { ...(rest as unknown as Params), json_schema: jsonSchema } }
}
