import type { AnswerPart } from '../conversation/conversation.js'
import { writeJson } from './write-json.js'

/** The text of a reply, without reasoning and tool calls, to copy and search. */
export function readAnswerText(parts: readonly AnswerPart[]): string {
  return parts
    .map((part) => {
      if (part.type === 'object') return writeJson(part.value)
      return part.type === 'text' ? part.text : ''
    })
    .join('')
}
