import type { Token } from 'marked'
import { createLexer } from './create-lexer.js'

/** How many blocks at the end are read again: the last one grows, and the one before may turn out to continue. */
const unsettled = 2

/**
 * Reads a growing text as Markdown blocks. Finished blocks are read once and keep their identity, so that a new token
 * of a long reply costs no more than its last blocks.
 */
export function createBlockReader(): (text: string) => readonly Token[] {
  let settled: Token[] = []
  let prefix = ''

  return (text) => {
    if (!text.startsWith(prefix)) {
      settled = []
      prefix = ''
    }
    const tail = createLexer().lex(text.slice(prefix.length))
    const open = tail.filter(isVisible).at(-unsettled)
    const closed = tail.slice(0, open ? tail.indexOf(open) : 0)
    const raw = closed.map((token) => token.raw).join('')
    // The lexer turns `\r\n` into one line end: only text that is found again unchanged may be skipped.
    const count = text.startsWith(raw, prefix.length) ? closed.length : 0
    if (count) prefix += raw
    settled = [...settled, ...tail.slice(0, count).filter(isVisible)]
    return [...settled, ...tail.slice(count).filter(isVisible)]
  }
}

const isVisible = ({ type }: Token) => type !== 'space'
