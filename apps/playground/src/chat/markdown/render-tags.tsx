import type { Token } from 'marked'
import { type ComponentChildren, createElement } from 'preact'
import { chatWords } from '../../words/chat-words.js'

/** Tags that only change how a text looks. With any attribute they stay text. */
const tag = /^<(\/?)(b|del|em|i|ins|kbd|mark|q|s|small|strong|sub|sup|u)>$/i

const detailsStart = /^<details(?: open)?>\s*(?:<summary>([^<]*)<\/summary>)?\s*([\s\S]*)$/i
const detailsEnd = /<\/details>\s*$/i

/** More levels stay text: each takes stack. */
const deepest = 12

interface Level {
  name: string
  /** The opening as it was written. */
  raw: string
  children: ComponentChildren[]
}

/** Renders tokens of a line. Pairs of harmless tags become elements, and one without its other half stays text. */
export function renderTags(tokens: readonly Token[], render: (token: Token) => ComponentChildren): ComponentChildren {
  const levels: Level[] = [{ name: '', raw: '', children: [] }]
  for (const token of tokens) {
    const [, end, name = ''] = (token.type === 'html' && tag.exec(token.raw)) || []
    const lower = name.toLowerCase()
    const place = end ? levels.map((level) => level.name).lastIndexOf(lower) : -1
    if (end === '' && levels.length <= deepest) levels.push({ name: lower, raw: token.raw, children: [] })
    else if (place > 0) {
      dissolve(levels, place + 1)
      const { children } = levels.pop()!
      levels.at(-1)!.children.push(createElement(lower, null, ...children))
    } else levels.at(-1)!.children.push(render(token))
  }
  dissolve(levels, 1)
  return levels[0]!.children
}

/** Makes text again of the levels from `first` on, which were never closed. */
function dissolve(levels: Level[], first: number): void {
  const open = levels.splice(first)
  for (const { raw, children } of open) levels.at(-1)!.children.push(raw, ...children)
}

/** Renders blocks. What stands between `<details>` and its end can be unfolded, also while the end is not written. */
export function renderBlocks(
  tokens: readonly Token[],
  render: (token: Token, place: number) => ComponentChildren,
): ComponentChildren[] {
  const levels: { summary: string; children: ComponentChildren[] }[] = [{ summary: '', children: [] }]
  const close = () => {
    const { summary, children } = levels.pop()!
    levels.at(-1)!.children.push(
      <details>
        <summary>{summary.trim() || chatWords.details}</summary>
        {children}
      </details>,
    )
  }
  tokens.forEach((token, place) => {
    const start = token.type === 'html' && levels.length <= deepest ? detailsStart.exec(token.raw) : null
    if (start) {
      const rest = (start[2] ?? '').replace(detailsEnd, '').trim()
      levels.push({ summary: start[1] ?? '', children: rest ? [<p class="raw-html">{rest}</p>] : [] })
      if (detailsEnd.test(token.raw)) close()
    } else if (token.type === 'html' && /^<\/details>\s*$/i.test(token.raw) && levels.length > 1) close()
    else levels.at(-1)!.children.push(render(token, place))
  })
  while (levels.length > 1) close()
  return levels[0]!.children
}
