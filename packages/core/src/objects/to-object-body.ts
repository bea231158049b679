import { TabbyRequestError } from '../errors/tabby-request-error.js'
import type { StandardSchema } from '../request/standard-schema.js'
import { prepareSchema } from './prepare-schema.js'
import { readValueSchema } from './read-value-schema.js'
import type { ValueSchema } from './value-schema.js'

/**
 * Prepares a generation whose reply is a value: puts the JSON schema of `schema` into the body as `json_schema`, and
 * refuses what the server would ignore silently.
 *
 * Makes no requests. `$schema` and other keywords that constrain nothing are left out, because the server's grammar
 * library refuses them.
 *
 * @param params - What the caller wants, with `schema`.
 * @returns What to send, what the server may ignore of the schema (`notes`), and the Standard Schema that checks the
 *   reply, unless there is none.
 * @throws TabbyRequestError when the server would ignore the JSON schema, naming the place; when the schema has none,
 *   saying what to do; and when `n` is not 1.
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
>(
  params: Params & { readonly schema: ValueSchema },
): { body: Params; notes: readonly string[]; schema?: StandardSchema } {
  const { schema: given, ...rest } = params
  const { jsonSchema: found, ...checked } = readValueSchema(given)
  const { jsonSchema, notes } = prepareSchema(found)
  if ((params.n ?? 1) !== 1)
    throw new TabbyRequestError('An object is read from one completion: n must be 1 or left out')
  return { ...checked, notes, body: { ...(rest as unknown as Params), json_schema: jsonSchema } }
}
