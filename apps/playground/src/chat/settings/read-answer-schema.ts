import { settingsWords } from '../../words/settings-words.js'
import type { ChatSettings } from '../state/chat-settings.js'
import { readJsonSchema } from './read-json-schema.js'

/**
 * Reads the schema that replies must match, if there is one.
 *
 * @throws Error with a sentence for the user if the text is not a schema.
 */
export function readAnswerSchema({ usesSchema, schema }: ChatSettings): Record<string, unknown> | undefined {
  if (!usesSchema) return undefined
  const reading = readJsonSchema(schema)
  if ('issue' in reading) throw new Error(settingsWords.theSchemaCannotBeSent(reading.issue))
  return reading.schema
}
