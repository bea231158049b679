import type { AnswerPart } from '../conversation/conversation.js'

/** What was said, without thoughts and calls: to be copied and to be searched. */
export function readAnswerText(parts: readonly AnswerPart[]): string {
  return parts
    .map((part) => {
      if (part.type === 'object') return JSON.stringify(part.value, null, 2)
      return part.type === 'text' ? part.text : ''
    })
    .join('')
}
