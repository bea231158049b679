import { Lexer, type Token, type Tokens } from 'marked'
import type { Colors } from 'picocolors/types.js'

/** Shows emphasis, code and links within a line as what they mean. */
export function styleInline(text: string, colors: Colors): string {
  return styleTokens(Lexer.lexInline(text), colors)
}

function styleTokens(tokens: readonly Token[], colors: Colors): string {
  return tokens.map((token) => styleToken(token, colors)).join('')
}

function styleToken(token: Token, colors: Colors): string {
  const inner = (): string => styleTokens(('tokens' in token && token.tokens) || [], colors)
  switch (token.type) {
    case 'strong':
      return colors.bold(inner())
    case 'em':
      return colors.italic(inner())
    case 'del':
      return token.raw.startsWith('~~') ? colors.strikethrough(inner()) : token.raw
    case 'codespan':
      return colors.cyan(token.raw.replace(/^(`+) ?(.*?) ?\1$/s, '$2'))
    case 'link': {
      const { href, raw } = token as Tokens.Link
      // An address that stands for itself.
      if (!raw.startsWith('[')) return raw
      return `${inner()} ${colors.dim(`(${href})`)}`
    }
    case 'image': {
      const { href, text } = token as Tokens.Image
      return `${text} ${colors.dim(`(${href})`)}`
    }
    case 'escape':
      return (token as Tokens.Escape).text
    default:
      return token.raw
  }
}

/** How much is held back at most for a mark that may begin something, in characters. */
const longestHold = 300

/** What may begin a span that has not ended, at the beginning of a word. */
const opening = /(?<![\w*`~])(?:\*{1,3}|_{1,3}|~~|`+|!?\[)(?=\S|$)/g

/**
 * How many characters from the beginning can be shown whatever follows: up to the last blank, or character of a script
 * without blanks, before which every span has ended.
 */
export function readSafeLength(arrived: string, isMarkdown: boolean): number {
  // Marks at the end may become more of them with the next chunk.
  const text = isMarkdown ? arrived.replace(/[*_~`]+$/, '') : arrived
  const end =
    /^.*(?:[ \t]|[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFF00-\uFF60](?!\p{M}))/su.exec(text)?.[0].length ?? 0
  if (!isMarkdown || end === 0) return end
  const open = findOpening(text)
  if (open === undefined || text.length - open > longestHold) return end
  // The word that the span belongs to is shown as a whole.
  return Math.min(end, text.slice(0, open).search(/\S*$/))
}

/** Where a span begins that has not ended yet. */
function findOpening(text: string): number | undefined {
  let place = 0
  for (const token of Lexer.lexInline(text)) {
    if (token.type === 'text') {
      const [first] = token.raw.matchAll(opening)
      if (first) return place + first.index
    }
    place += token.raw.length
  }
  // A link text whose address has not arrived yet.
  const link = /!?\[[^\]]*\]$/.exec(text)
  return link?.index
}
