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
  const blocks = read(text).map((block, place) => {
    const known = elements.get(block)
    if (known) return known
    const element = <Fragment key={place}>{renderBlock(block)}</Fragment>
    elements.set(block, element)
    return element
  })
  return <div class="markdown">{blocks}</div>
}
