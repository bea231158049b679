import { type StandardJsonSchema, type StandardSchema, TabbyRequestError, type ValueSchema } from '@tabby/core'
import { isRecord } from '../deltas/is-record.js'
import { requireFiniteJson, unwrapSchema } from './prepare-schema.js'

/**
 * Splits a schema of any form into the JSON schema that constrains the model and the Standard Schema that checks a
 * value, if there is one. OpenAI's wrapper `{ name, strict, schema }` is removed.
 *
 * @param place - The name of the schema in errors.
 * @throws TabbyRequestError when it has no JSON schema, its library cannot convert it, or it refers to itself
 *   endlessly. The message says what to do with a schema of that library.
 */
export function readValueSchema(
  given: ValueSchema,
  place = 'schema',
): {
  jsonSchema: Record<string, unknown>
  schema?: StandardSchema
} {
  const inner = unwrapSchema(given)
  const standard = readMember(inner, '~standard')
  if (standard !== undefined) {
    requireStandardSchema(inner, place)
    return { schema: inner, jsonSchema: convert(inner as StandardJsonSchema, place) }
  }
  // JSON schema has no keyword `jsonSchema`.
  const isPair = isRecord(inner) && Object.hasOwn(inner, 'jsonSchema')
  const jsonSchema = isPair ? unwrapSchema(inner['jsonSchema']) : inner
  if (isPair) requireStandardSchema(inner['schema'], `${place}.schema`)
  const jsonPlace = isPair ? `${place}.jsonSchema` : place
  const isOfLibrary = ['parse', 'safeParse', 'validate', 'assert'].some(
    (method) => typeof readMember(jsonSchema, method) === 'function',
  )
  // z.toJSONSchema returns a JSON schema with a hidden member of that name.
  if (!isRecord(jsonSchema) || isOfLibrary || Object.keys(jsonSchema).includes('~standard')) {
    const problem = isOfLibrary
      ? `a library's schema without a JSON schema: ${advise('')}`
      : `not a JSON schema: ${forms}`
    throw new TabbyRequestError(`${jsonPlace} is ${problem}`)
  }
  requireFiniteJson(jsonSchema, jsonPlace)
  return isPair ? { schema: inner['schema'] as StandardSchema, jsonSchema } : { jsonSchema }
}

const forms =
  'give a Standard Schema that provides its JSON schema, a pair { schema, jsonSchema }, or a JSON schema as an object.'

function requireStandardSchema(given: unknown, place: string): asserts given is StandardSchema {
  const standard = readMember(given, '~standard')
  if (typeof readMember(standard, 'validate') === 'function') return
  throw new TabbyRequestError(`${place} is not a Standard Schema, because it has no ["~standard"].validate: ${forms}`)
}

function convert(given: StandardJsonSchema, place: string): Record<string, unknown> {
  const { vendor, jsonSchema: converter } = given['~standard'] as Partial<StandardJsonSchema['~standard']>
  if (typeof readMember(converter, 'input') !== 'function') {
    throw new TabbyRequestError(`${place} has no JSON schema, which the model needs: ${advise(vendor)}`)
  }
  let jsonSchema: unknown
  try {
    jsonSchema = converter!.input({ target: 'draft-2020-12' })
  } catch (error) {
    // The library's own message names what it cannot convert; it has seen the schema but never a value.
    const reason = String(readMember(error, 'message')).slice(0, 200)
    throw new TabbyRequestError(
      `${place} could not be converted to a JSON schema by its library (${reason}): give a pair ` +
        '{ schema, jsonSchema } with a JSON schema of your own.',
    )
  }
  if (!isRecord(jsonSchema)) throw new TabbyRequestError(`${place} was not converted to a JSON schema: ${forms}`)
  requireFiniteJson(jsonSchema, place)
  return jsonSchema
}

/** What to do with a schema that does not provide its JSON schema. */
function advise(vendor: unknown): string {
  const byVendor: Record<string, string> = {
    valibot: 'wrap it in toStandardJsonSchema of @valibot/to-json-schema',
    zod:
      'use zod 4.2 or newer, or give the pair { schema, jsonSchema: z.toJSONSchema(schema) }; zod 3 has no ' +
      'toJSONSchema, but zod-to-json-schema converts its schemas',
    arktype: 'use arktype 2.1.28 or newer, or give the pair { schema, jsonSchema: schema.toJsonSchema() }',
  }
  const advice = typeof vendor === 'string' && Object.hasOwn(byVendor, vendor) ? byVendor[vendor]! : undefined
  return `${advice ?? 'give a pair { schema, jsonSchema }, with a JSON schema that your library generates'}.`
}

/** Reads a member of any value, including a schema that is a function, as those of arktype are. */
function readMember(value: unknown, name: string): unknown {
  const canHave = (typeof value === 'object' && value !== null) || typeof value === 'function'
  return canHave ? (value as Record<string, unknown>)[name] : undefined
}
