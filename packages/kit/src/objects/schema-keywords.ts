/**
 * What stands behind a keyword of JSON schema.
 *
 * - `schema`, `schemas`, `named-schemas`: one schema, a list of schemas, schemas by name
 * - `value`: anything else that the server's grammar obeys
 * - `note`: something for readers, which the grammar passes over
 * - `refused`: the grammar knows the keyword and cannot obey it; the server then ignores the whole schema
 */
export type KeywordKind = 'schema' | 'schemas' | 'named-schemas' | 'value' | 'note' | 'refused'

/** The grammar library of the server, and the version that this table was made for. */
export const schemaLibrary = 'llguidance 1.6'

/**
 * The keywords of JSON schema that the library's documentation (docs/json_schema.md) lists, and what it does with the
 * others of the specification. A map, because a schema's own keys are looked up in it: an object would know `toString`.
 */
export const schemaKeywords: ReadonlyMap<string, KeywordKind> = /* @__PURE__ */ (() =>
  new Map(
    Object.entries({
      schema: 'items additionalItems additionalProperties',
      schemas: 'anyOf oneOf allOf prefixItems',
      'named-schemas': 'properties patternProperties $defs definitions',
      value:
        'type const enum $ref required minItems maxItems minProperties maxProperties minLength maxLength pattern ' +
        'format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf',
      note:
        '$schema $id id $anchor $comment title description default examples readOnly writeOnly deprecated ' +
        'contentMediaType contentEncoding x-guidance',
      refused:
        'not if then else contains minContains maxContains uniqueItems propertyNames dependencies dependentRequired ' +
        'dependentSchemas unevaluatedItems unevaluatedProperties $dynamicRef $dynamicAnchor $recursiveRef ' +
        '$recursiveAnchor',
    }).flatMap(([kind, keywords]) => keywords.split(' ').map((keyword) => [keyword, kind as KeywordKind])),
  ))()

/** The formats of texts that the library enforces; it cannot use a schema with another one. */
export const schemaFormats: ReadonlySet<string> = /* @__PURE__ */ (() =>
  new Set('date-time time date duration email hostname ipv4 ipv6 uuid uri unknown'.split(' ')))()
