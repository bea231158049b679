import './markdown.css'
import type { Token } from 'marked'
import { type ComponentChildren, Fragment } from 'preact'
import { useMemo } from 'preact/hooks'
import { createBlockReader } from './create-block-reader.js'
import { renderBlock } from './render-block.js'
import { renderBlocks } from './render-tags.js'

/** Renders a model's text as Markdown. Safe for any text, and cheap while it grows. */
export function Markdown({ text }: { text: string }) {
  const read = useMemo(createBlockReader, [])
  // An identical element is skipped, so only changed blocks cost anything.
  const elements = useMemo(() => new WeakMap<Token, ComponentChildren>(), [])
  let headingLevel = 2
  const blocks = renderBlocks(read(text), (block, place) => {
    // Below the heading of the reply, and one level down at a time, wherever the model begins.
    if (block.type === 'heading') headingLevel = Math.min(6, block.depth + 2, headingLevel + 1)
    const known = elements.get(block)
    if (known) return known
    const element = <Fragment key={place}>{renderBlock(block, Math.max(3, headingLevel))}</Fragment>
    elements.set(block, element)
    return element
  })
  return <div class="markdown">{blocks}</div>
}
