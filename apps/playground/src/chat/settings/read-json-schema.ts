/** A schema as it was typed, or why it is not one. */
export type JsonSchemaReading = { schema: Record<string, unknown> } | { issue: string }

/** Reads the typed text as a JSON schema. */
export function readJsonSchema(text: string): JsonSchemaReading {
  try {
    const schema: unknown = JSON.parse(text)
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
      return { issue: 'A schema is an object: { "type": "object", … }' }
    }
    return { schema: schema as Record<string, unknown> }
  } catch (error) {
    return { issue: `This is not valid JSON: ${(error as Error).message}` }
  }
}
