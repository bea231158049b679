import type { Token, Tokens } from 'marked'
import type { ComponentChildren } from 'preact'
import { chatWords } from '../../words/chat-words.js'
import { CodeBlock } from './code-block.js'
import type { MathToken } from './create-lexer.js'
import { Formula } from './formula.js'
import { renderInline } from './render-inline.js'
import { renderBlocks } from './render-tags.js'

/**
 * Renders a block of a reply. No HTML is ever parsed: a model's text becomes text nodes and the elements named here, so
 * there is nothing to sanitise.
 */
export function renderBlock(token: Token, headingLevel = 3): ComponentChildren {
  const block = token as Tokens.Generic
  switch (block.type) {
    case 'space':
    case 'def':
      return null
    case 'heading': {
      const Heading = `h${headingLevel}` as 'h3'
      return <Heading>{renderInline(block.tokens)}</Heading>
    }
    case 'paragraph':
      return <p>{renderInline(block.tokens)}</p>
    case 'code':
      return <CodeBlock language={block.lang ?? ''} text={block.text} />
    case 'blockquote':
      return <blockquote>{renderBlocks(block.tokens ?? [], (each) => renderBlock(each, headingLevel))}</blockquote>
    case 'list':
      return renderList(block as Tokens.List, headingLevel)
    case 'table':
      return renderTable(block as Tokens.Table)
    case 'math': {
      const { text, raw, isDisplay } = block as MathToken
      return (
        <div class="formula" tabIndex={0} role="region" aria-label={chatWords.formula}>
          <Formula source={text} raw={raw} isDisplay={isDisplay} />
        </div>
      )
    }
    case 'footnote':
      return (
        <p class="footnote">
          <sup>{block.label}</sup> {renderInline(block.tokens)}
        </p>
      )
    case 'hr':
      return <hr />
    case 'html':
      return <p class="raw-html">{block.raw.trimEnd()}</p>
    default:
      return renderInline([token])
  }
}

function renderList({ ordered, start, items }: Tokens.List, headingLevel: number): ComponentChildren {
  const children = items.map((item) => (
    <li class={item.task ? 'task' : undefined}>
      {renderBlocks(item.tokens, (each) => renderBlock(each, headingLevel))}
    </li>
  ))
  return ordered ? <ol start={Number(start) || 1}>{children}</ol> : <ul>{children}</ul>
}

function renderTable({ header, rows }: Tokens.Table): ComponentChildren {
  const toStyle = (cell: Tokens.TableCell) => (cell.align ? { textAlign: cell.align } : undefined)
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={chatWords.table}>
      <table>
        <thead>
          <tr>
            {header.map((cell) => (
              <th scope="col" style={toStyle(cell)}>
                {renderInline(cell.tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {row.map((cell) => (
                <td style={toStyle(cell)}>{renderInline(cell.tokens)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
