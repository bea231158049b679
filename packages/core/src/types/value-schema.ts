import type { StandardSchema } from '../request/standard-schema.js'

/**
 * A Standard Schema that also provides its JSON schema, as the Standard JSON Schema specification defines it. Schemas
 * of zod 4.2 and arktype 2.1.28 and newer do; `toStandardJsonSchema` of `@valibot/to-json-schema` converts a valibot
 * schema.
 */
export interface StandardJsonSchema<Output = unknown> {
  /** The properties of the two standards. */
  readonly '~standard': StandardSchema<Output>['~standard'] & {
    /** Conversion to JSON schema. */
    readonly jsonSchema: {
      /** Returns the JSON schema of the schema's input. It may throw if there is none. */
      readonly input: (options: { readonly target: 'draft-2020-12' }) => Record<string, unknown>
    }
  }
}

/** A Standard Schema with a matching JSON schema, for libraries with a converter of their own. */
export interface SchemaPair<Output = unknown> {
  /** Checks a value. */
  readonly schema: StandardSchema<Output>
  /** What the model must follow. */
  readonly jsonSchema: Record<string, unknown>
}

/**
 * What a value must look like: a Standard Schema with its JSON schema, as one object or two, or only a JSON schema,
 * against which nothing is checked here.
 */
export type ValueSchema = StandardJsonSchema | SchemaPair | Record<string, unknown>

/** The type of the values of a {@link ValueSchema}; `unknown` for only a JSON schema. */
export type ValueOf<Schema> = TypesOf<Schema> extends { readonly output: infer Output } ? Output : unknown

/**
 * The type of a value of a {@link ValueSchema} while it is written: members and items may be missing, strings may be
 * shorter, including those of an enumeration, and the schema has not changed anything yet.
 */
export type PartialOf<Schema> = TypesOf<Schema> extends { readonly input: infer Input } ? PartialValue<Input> : unknown

/** A value whose beginning is known. */
type PartialValue<Value> = Value extends string
  ? string
  : Value extends readonly (infer Item)[]
    ? PartialValue<Item>[]
    : Value extends object
      ? { [Name in keyof Value]?: PartialValue<Value[Name]> }
      : Value

type TypesOf<Schema> = Schema extends { readonly '~standard': { readonly types?: infer Types } }
  ? NonNullable<Types>
  : Schema extends { readonly schema: { readonly '~standard': { readonly types?: infer Types } } }
    ? NonNullable<Types>
    : unknown
