import { TabbyRequestError } from '../errors/tabby-request-error.js'

/**
 * Refuses what is given as a schema and is none, before a request is sent for nothing.
 *
 * @throws TabbyRequestError
 */
export function requireStandardSchema(schema: unknown): void {
  if (schema === undefined || schema === null) return
  const standard = (schema as { readonly '~standard'?: { readonly validate?: unknown } })['~standard']
  if (typeof standard?.validate === 'function') return
  throw new TabbyRequestError(
    'The option schema is not a Standard Schema: those of valibot 1, zod 3.24, arktype 2 and later versions are ones',
  )
}
