import { Lexer, type Token, type TokensList } from 'marked'

/** How many quotes, lists or emphases may lie within each other. Nobody writes so many, and each takes stack. */
const deepest = 24

/** A longer paragraph, in characters, is shown as it was written. */
const longestParagraph = 10_000

/** More signs of emphasis in one paragraph are no emphasis: the end of each is looked for in all that follows. */
const mostSigns = 400

/** So much without a space is encoded bytes or a model that repeats itself; to find addresses in it takes long. */
const unbroken = /[!-~]{1500}/

/**
 * Reads Markdown whose writer may be a model that runs wild or means harm: what would take seconds or the whole stack
 * stays the text that it is.
 */
export class BoundedLexer extends Lexer {
  private depth = 0

  override blockTokens(source: string, tokens?: Token[], lastParagraphClipped?: boolean): Token[]
  override blockTokens(source: string, tokens?: TokensList, lastParagraphClipped?: boolean): TokensList
  override blockTokens(source: string, tokens: Token[] = [], lastParagraphClipped = false): Token[] {
    return this.descend(source, tokens, () => super.blockTokens(source, tokens, lastParagraphClipped))
  }

  override inlineTokens(source: string, tokens: Token[] = []): Token[] {
    if (isWild(source)) return addText(source, tokens)
    return this.descend(source, tokens, () => super.inlineTokens(source, tokens))
  }

  private descend(source: string, tokens: Token[], read: () => Token[]): Token[] {
    if (this.depth >= deepest) return addText(source, tokens)
    this.depth++
    try {
      return read()
    } finally {
      this.depth--
    }
  }
}

function isWild(text: string): boolean {
  const signs = text.split(/[*_~]+/, mostSigns + 1).length - 1
  return text.length > longestParagraph || signs >= mostSigns || unbroken.test(text)
}

function addText(text: string, tokens: Token[]): Token[] {
  tokens.push({ type: 'text', raw: text, text, escaped: true })
  return tokens
}
