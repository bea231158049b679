import type { StandardSchema } from '../request/standard-schema.js'

/**
 * A Standard Schema that also gives its JSON schema, by the Standard JSON Schema specification. Schemas of zod 4.2 and
 * arktype 2.1.28 and newer are ones; `toStandardJsonSchema` of `@valibot/to-json-schema` makes one of valibot's.
 */
export interface StandardJsonSchema<Output = unknown> {
  /** The properties of the two standards. */
  readonly '~standard': StandardSchema<Output>['~standard'] & {
    /** Conversion to JSON schema. */
    readonly jsonSchema: {
      /** The JSON schema of what is given to the schema. It may throw when there is none. */
      readonly input: (options: { readonly target: 'draft-2020-12' }) => Record<string, unknown>
    }
  }
}

/** A Standard Schema beside a JSON schema that says the same, for libraries that convert on their own. */
export interface SchemaPair<Output = unknown> {
  /** Checks a value. */
  readonly schema: StandardSchema<Output>
  /** What the model is given. */
  readonly jsonSchema: Record<string, unknown>
}

/**
 * What a value must look like: a Standard Schema with its JSON schema, in one or in two, or a JSON schema alone, by
 * which nothing is checked here.
 */
export type ValueSchema = StandardJsonSchema | SchemaPair | Record<string, unknown>

/** The type of the values that a {@link ValueSchema} gives; `unknown` for a JSON schema alone. */
export type ValueOf<Schema> = TypesOf<Schema> extends { readonly output: infer Output } ? Output : unknown

/**
 * The type of a value of a {@link ValueSchema} while it is written: members and items may be missing, texts may be
 * shorter, members of an enumeration too, and the schema has not changed anything yet.
 */
export type PartialOf<Schema> = TypesOf<Schema> extends { readonly input: infer Input } ? PartialValue<Input> : unknown

/** A value of which the beginning is known. */
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
