import type { AnswerPart } from '../conversation/conversation.js'
import { writeJson } from './write-json.js'

/** What was said, without thoughts and calls: to be copied and to be searched. */
export function readAnswerText(parts: readonly AnswerPart[]): string {
  return parts
    .map((part) => {
      if (part.type === 'object') return writeJson(part.value)
      return part.type === 'text' ? part.text : ''
    })
    .join('')
}
