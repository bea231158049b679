import { Lexer, type Token, type TokensList } from 'marked'

/** How deeply quotes, lists and emphasis may be nested. Nobody nests deeper, and each level takes stack. */
const deepest = 24

/** A paragraph of more characters is shown as it was written. */
const longestParagraph = 10_000

/** More emphasis marks in one paragraph are plain text: the end of each is searched for in everything after it. */
const mostSigns = 400

/** This much without a space is encoded bytes or a looping model; finding addresses in it would take long. */
const unbroken = /[!-~]{1500}/

/**
 * Reads Markdown from a model that may be looping or hostile: anything that would take seconds or the whole stack stays
 * plain text.
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
