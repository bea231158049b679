import { Marked, type MarkedExtension, type Tokens } from 'marked'
import { BoundedLexer } from './bounded-lexer.js'

/** A formula, as the model wrote it. */
export interface MathToken extends Tokens.Generic {
  type: 'math'
  /** The source between the delimiters. */
  text: string
  isDisplay: boolean
}

// A formula has no empty line: the block reader relies on it, and TeX does too. The lengths are bounded, because the
// end of each is searched for.
const blockFormula =
  /^ {0,3}(?:\$\$((?:[^$\n]|\n(?!\s*\n)){1,4000}?)\$\$|\\\[((?:[^\n]|\n(?!\s*\n)){1,4000}?)\\\])[ \t]*(?:\n+|$)/
const displayFormula = /^(?:\$\$([^$\n]{1,2000}?)\$\$|\\\[([^\n]{1,2000}?)\\\])/
// As in Pandoc, `$5 and $10` are prices: no blank after the first sign or before the second, and no digit behind it.
const inlineFormula = /^(?:\$(?!\s)((?:\\.|[^\\$\n]){1,1000}?)(?<!\s)\$(?!\d)|\\\(([^\n]{1,2000}?)\\\))/
const footnote = /^\[\^([^\]\s]{1,40})\]: +([^\n]{1,2000}(?:\n(?!\n|\[\^)[^\n]{1,2000}){0,20})(?:\n+|$)/
const footnoteMark = /^\[\^([^\]\s]{1,40})\](?!:)/

const toMath = (match: RegExpExecArray, isDisplay: boolean): MathToken => ({
  type: 'math',
  raw: match[0],
  text: (match[1] ?? match[2] ?? '').trim(),
  isDisplay,
})

/** Formulas and footnotes, which Markdown itself does not know; and `H~2~O` is not struck through. */
const additions: MarkedExtension = {
  extensions: [
    {
      name: 'math',
      level: 'block',
      start: (source) => /\n {0,3}(?:\$\$|\\\[)/.exec(source)?.index,
      tokenizer(source) {
        const match = blockFormula.exec(source)
        return match ? toMath(match, true) : undefined
      },
    },
    {
      name: 'mathInline',
      level: 'inline',
      start: (source) => /\$|\\[([]/.exec(source)?.index,
      tokenizer(source) {
        const display = displayFormula.exec(source)
        if (display) return toMath(display, true)
        const match = inlineFormula.exec(source)
        return match ? toMath(match, false) : undefined
      },
    },
    {
      name: 'footnote',
      level: 'block',
      start: (source) => /\n\[\^/.exec(source)?.index,
      tokenizer(source) {
        const match = footnote.exec(source)
        if (!match) return undefined
        return { type: 'footnote', raw: match[0], label: match[1], tokens: this.lexer.inlineTokens(match[2]!) }
      },
    },
    {
      name: 'footnoteMark',
      level: 'inline',
      start: (source) => /\[\^/.exec(source)?.index,
      tokenizer(source) {
        const match = footnoteMark.exec(source)
        return match ? { type: 'footnoteMark', raw: match[0], text: match[1] } : undefined
      },
    },
  ],
  tokenizer: {
    del(source) {
      // `false` means: as usual.
      return source.startsWith('~~') ? false : undefined
    },
  },
}

const { defaults } = new Marked(additions)

/** A lexer of the Markdown that models write. */
export const createLexer = (): BoundedLexer => new BoundedLexer(defaults)
