import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { memo } from 'preact/compat'

type RenderFormula = (source: string, isDisplay: boolean) => ComponentChildren

/** What turns formulas into MathML; undefined until the first formula has fetched it. */
const renderer = signal<RenderFormula | undefined>(undefined)

let isAsked = false

/** Props of a formula. */
export interface FormulaProps {
  /** The source in TeX. */
  source: string
  /** The same with its delimiters: what is shown until it is rendered, and if it cannot be. */
  raw: string
  isDisplay: boolean
}

/** A formula as MathML. */
export const Formula = memo(({ source, raw, isDisplay }: FormulaProps) => {
  if (!isAsked) {
    isAsked = true
    import('./render-formula.js').then(
      ({ renderFormula }) => (renderer.value = renderFormula),
      // Without the renderer, formulas stay as they were written; the next one asks again.
      () => (isAsked = false),
    )
  }
  const rendered = renderer.value?.(source, isDisplay)
  return rendered ? <>{rendered}</> : <code class="formula-source">{raw.trim()}</code>
})
