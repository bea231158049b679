import type { AnswerPart } from '../conversation/conversation.js'
import type { AnswerEvent } from './answer-event.js'

/** Collects the parts of a reply. */
export interface AnswerWriter {
  add(event: AnswerEvent): void
  /** The parts so far. Unchanged parts are the same objects as before. */
  read(): AnswerPart[]
}

/**
 * Assembles events into parts, after those that a continued reply has already. Adding the last token costs no more than
 * adding the first.
 */
export function createAnswerWriter(begun: readonly AnswerPart[] = []): AnswerWriter {
  // The list of tokens grows in place, and those of the turn that is continued stay as they are.
  const parts = begun.map((part) =>
    part.type === 'text' && part.tokens ? { ...part, tokens: [...part.tokens] } : part,
  )

  const extend = (type: 'reasoning' | 'text', event: Extract<AnswerEvent, { type: 'reasoning' | 'text' }>) => {
    const last = parts.at(-1)
    const tokens = event.type === 'text' ? event.tokens : undefined
    if (last?.type !== type) {
      parts.push(
        type === 'text' ? { type, text: event.text, ...(tokens ? { tokens } : {}) } : { type, text: event.text },
      )
      return
    }
    // The list of tokens grows in place: copying it for each token would be quadratic.
    if (last.type === 'text' && tokens) (last.tokens ??= []).push(...tokens)
    parts[parts.length - 1] = { ...last, text: last.text + event.text }
  }

  return {
    add(event) {
      if (event.type === 'reasoning' || event.type === 'text') extend(event.type, event)
      if (event.type === 'object') {
        // Each value is everything so far.
        if (parts.at(-1)?.type === 'object') parts.pop()
        parts.push({ type: 'object', value: event.value })
      }
      if (event.type === 'tool-call') parts.push({ type: 'tool', call: event.call })
      if (event.type === 'tool-result') {
        const place = parts.findIndex((part) => part.type === 'tool' && part.call === event.call)
        if (place >= 0) {
          parts[place] = { type: 'tool', call: event.call, result: event.content, problem: event.isProblem }
        }
      }
    },
    read: () => [...parts],
  }
}
