import { TabbyRequestError } from '../errors/tabby-request-error.js'
import { toBoundedText } from '../errors/to-api-error.js'

/**
 * The part of a Standard Schema (standardschema.dev) that is used here. Schemas of valibot, zod, arktype and others
 * have it.
 */
export interface StandardSchema<Output = unknown> {
  /** The properties of the standard. */
  readonly '~standard': {
    /** Version of the standard. */
    readonly version: 1
    /** The library. */
    readonly vendor: string
    /** Checks a value, and may change it. */
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>
    /** Types, for the compiler only. */
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined
  }
}

/** The result of a check: the value, or what is wrong with it. */
export type StandardResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly StandardIssue[] }

/** One thing that is wrong with a value. */
export interface StandardIssue {
  /** The schema's sentence. It may quote the value, so this package never shows it. */
  readonly message: string
  /** Where. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** How many places are named at most: a long list in which every member is wrong has more. */
const maxPaths = 100

/**
 * Reads where a value does not match its schema, as dotted paths: the first hundred. They come from the user's library,
 * so nothing is taken for granted, neither a path nor its members. A key of an object comes from the server and may
 * have any length.
 */
export function toPaths(issues: readonly StandardIssue[]): string[] {
  return issues.slice(0, maxPaths).map((issue) => {
    const path: unknown = issue?.path
    return Array.isArray(path) ? toBoundedText(path.slice(0, maxPaths).map(toName).join('.'), 200) : ''
  })
}

function toName(segment: unknown): string {
  const key = typeof segment === 'object' && segment !== null && 'key' in segment ? segment.key : segment
  return typeof key === 'object' || typeof key === 'function' ? '?' : String(key)
}

/**
 * Refuses a `schema` option that is not a schema, before a request is sent for nothing.
 *
 * @throws TabbyRequestError
 */
export function requireStandardSchema(schema: unknown): void {
  if (schema === undefined || schema === null) return
  const standard = (schema as { readonly '~standard'?: { readonly validate?: unknown } })['~standard']
  if (typeof standard?.validate === 'function') return
  throw new TabbyRequestError(
    'The option schema is not a Standard Schema: those of valibot 1, zod 3.24, arktype 2 and later versions are',
  )
}
