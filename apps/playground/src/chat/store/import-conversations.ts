import * as v from 'valibot'
import { conversationWords } from '../../words/conversation-words.js'
import type { Conversation } from '../conversation/conversation.js'
import { createId } from '../conversation/create-conversation.js'
import { conversationSchema } from './conversation-schema.js'
import { isDeeperThan } from './is-deeper-than.js'
import { readForeignFile } from './read-foreign-file.js'

/** The deepest nesting of a file. Conversations have twelve levels; the rest is for values that models wrote. */
const deepest = 200

const fileSchema = v.object({
  format: v.literal('tabby-playground'),
  version: v.literal(1),
  conversations: v.array(conversationSchema),
})

/**
 * Reads the text of a file that was exported here or by another program. Each conversation gets a new id, so that no existing one is overwritten.
 *
 * @throws Error with a sentence for the person who chose the file.
 */
export function importConversations(text: string): Conversation[] {
  const value = readJson(text)
  if (value === undefined) throw new Error(conversationWords.thisFileIsNotJson)
  // The browser can neither save nor export anything nested deeper.
  if (isDeeperThan(value, deepest)) throw new Error(conversationWords.thisFileIsNestedToo)
  const foreign = readForeignFile(value)
  if (foreign) return foreign
  const result = v.safeParse(fileSchema, value)
  if (result.success) return result.output.conversations.map((each) => ({ ...each, id: createId() }))
  const place = v.getDotPath(result.issues[0])
  throw new Error(conversationWords.thisFileContainsNone(place))
}

/** JSON, or a value on each line; undefined if it is neither. */
function readJson(text: string): unknown {
  const lines = text.trim().split('\n')
  for (const candidate of [text, `[${lines.join(',')}]`]) {
    try {
      return JSON.parse(candidate) as unknown
    } catch {
      // Perhaps the other form.
    }
  }
  return undefined
}
