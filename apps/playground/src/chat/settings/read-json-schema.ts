/** A schema as it was typed, or why it is not one. */
import { settingsWords } from '../../words/settings-words.js'

export type JsonSchemaReading = { schema: Record<string, unknown> } | { issue: string }

/** Reads the typed text as a JSON schema. */
export function readJsonSchema(text: string): JsonSchemaReading {
  try {
    const schema: unknown = JSON.parse(text)
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
      return { issue: settingsWords.aSchemaIsAnObject }
    }
    return { schema: schema as Record<string, unknown> }
  } catch (error) {
    return { issue: settingsWords.thisIsNotValidJson((error as Error).message) }
  }
}
