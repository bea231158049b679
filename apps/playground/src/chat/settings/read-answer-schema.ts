import type { ChatSettings } from '../state/chat-settings.js'
import { readJsonSchema } from './read-json-schema.js'

/**
 * The schema that answers have to follow, if there is one.
 *
 * @throws Error in words when what was typed is none.
 */
export function readAnswerSchema({ usesSchema, schema }: ChatSettings): Record<string, unknown> | undefined {
  if (!usesSchema) return undefined
  const reading = readJsonSchema(schema)
  if ('issue' in reading) throw new Error(`The schema cannot be sent. ${reading.issue}`)
  return reading.schema
}
