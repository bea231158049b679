import type { Token, Tokens } from 'marked'
import type { ComponentChildren } from 'preact'
import { chatWords } from '../../words/chat-words.js'
import type { MathToken } from './create-lexer.js'
import { decodeReferences } from './decode-references.js'
import { Formula } from './formula.js'
import { readSafeAddress } from './read-safe-address.js'
import { renderTags } from './render-tags.js'

/** Renders the parts of a line. Anything that is not Markdown, above all HTML, is shown as plain text. */
export function renderInline(tokens: readonly Token[] = []): ComponentChildren {
  return renderTags(tokens, (token) => renderPiece(token as Tokens.Generic))
}

function renderPiece(token: Tokens.Generic): ComponentChildren {
  switch (token.type) {
    case 'text':
      if (token.tokens) return renderInline(token.tokens)
      // `escaped` is false if references count, missing in bare addresses, and true in text that looked like a script.
      return token.escaped === false ? decodeReferences(token.text) : token.text
    case 'escape':
      return token.text
    case 'strong':
      return <strong>{renderInline(token.tokens)}</strong>
    case 'em':
      return <em>{renderInline(token.tokens)}</em>
    case 'del':
      return <del>{renderInline(token.tokens)}</del>
    case 'codespan':
      return <code>{token.text}</code>
    case 'math': {
      const { text, raw, isDisplay } = token as MathToken
      return <Formula source={text} raw={raw} isDisplay={isDisplay} />
    }
    case 'footnoteMark':
      return <sup>{token.text}</sup>
    case 'br':
      return <br />
    case 'checkbox':
      return <span class="checkbox-mark">{token.checked ? '☑ ' : '☐ '}</span>
    case 'link':
      return renderLink(token as Tokens.Link)
    case 'image':
      return renderImage(token as Tokens.Image)
    default:
      // Line breaks are the one tag that models often write in tables.
      return /^<br\s*\/?>$/i.test(token.raw) ? <br /> : token.raw
  }
}

function renderLink({ href, tokens, raw, autolink }: Tokens.Link): ComponentChildren {
  const address = readSafeAddress(autolink ? href.replaceAll('&', '&amp;') : href)
  if (!address) return raw
  return (
    <a href={address.href} target="_blank" rel="noopener noreferrer nofollow">
      {renderInline(tokens)}
    </a>
  )
}

/** The address of a model's image would learn who looks at it, so it becomes a link, and nothing is fetched. */
function renderImage({ href, text, raw }: Tokens.Image): ComponentChildren {
  const address = readSafeAddress(href)
  if (!address || address.protocol === 'mailto:') return raw
  return (
    <a class="image-link" href={address.href} target="_blank" rel="noopener noreferrer nofollow">
      {chatWords.image(decodeReferences(text) || chatWords.withoutAName, address.host)}
    </a>
  )
}
