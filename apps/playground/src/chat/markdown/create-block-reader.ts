import type { Token } from 'marked'
import { BoundedLexer } from './bounded-lexer.js'

/** How many blocks at the end are read anew: the last one grows, and the one before may turn out to go on. */
const unsettled = 2

/**
 * Reads a growing text as Markdown blocks. What is settled is read once and keeps its identity, so that a new token of
 * a long answer costs no more than its last blocks do.
 */
export function createBlockReader(): (text: string) => readonly Token[] {
  let settled: Token[] = []
  let prefix = ''

  return (text) => {
    if (!text.startsWith(prefix)) {
      settled = []
      prefix = ''
    }
    const tail = new BoundedLexer().lex(text.slice(prefix.length))
    const open = tail.filter(isVisible).at(-unsettled)
    const closed = tail.slice(0, open ? tail.indexOf(open) : 0)
    const raw = closed.map((token) => token.raw).join('')
    // The lexer makes one line end of `\r\n`: only what is found again as it was may be left behind.
    const count = text.startsWith(raw, prefix.length) ? closed.length : 0
    if (count) prefix += raw
    settled = [...settled, ...tail.slice(0, count).filter(isVisible)]
    return [...settled, ...tail.slice(count).filter(isVisible)]
  }
}

const isVisible = ({ type }: Token) => type !== 'space'
