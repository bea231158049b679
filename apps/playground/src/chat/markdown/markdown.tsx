import './markdown.css'
import type { Token } from 'marked'
import { type ComponentChildren, Fragment } from 'preact'
import { useMemo } from 'preact/hooks'
import { createBlockReader } from './create-block-reader.js'
import { renderBlock } from './render-block.js'

/** A text of a model, as Markdown. Safe for any text, and cheap for one that grows. */
export function Markdown({ text }: { text: string }) {
  const read = useMemo(createBlockReader, [])
  // The same element again is not looked at: only blocks that have changed cost anything.
  const elements = useMemo(() => new WeakMap<Token, ComponentChildren>(), [])
  let headingLevel = 2
  const blocks = read(text).map((block, place) => {
    // Below the heading that names the answer, and one step down at a time, wherever the model begins.
    if (block.type === 'heading') headingLevel = Math.min(6, block.depth + 2, headingLevel + 1)
    const known = elements.get(block)
    if (known) return known
    const element = <Fragment key={place}>{renderBlock(block, Math.max(3, headingLevel))}</Fragment>
    elements.set(block, element)
    return element
  })
  return <div class="markdown">{blocks}</div>
}
