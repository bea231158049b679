import type { ComponentChildren } from 'preact'
import { createElement, Fragment } from 'preact'
import temml from 'temml'

/** Gives elements to walk, where the others write HTML or put it into the page themselves. */
const { __renderToMathMLTree: renderTree } = temml

/** A node of the renderer's tree: an element, a group of nodes, or a text. */
interface FormulaNode {
  type?: string
  text?: string
  attributes?: Record<string, string>
  style?: Record<string, string>
  children?: FormulaNode[]
}

/** The elements of MathML Core that show something; `maction` and links are not among them. */
const elements = new Set(
  (
    'math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror mpadded mphantom msub msup msubsup munder ' +
    'mover munderover mmultiscripts mprescripts none mtable mtr mtd menclose'
  ).split(' '),
)

const attributes = new Set(
  (
    'display displaystyle scriptlevel mathvariant lspace rspace stretchy symmetric fence separator largeop ' +
    'movablelimits minsize maxsize form accent accentunder linethickness width height depth voffset columnalign ' +
    'rowspacing columnspacing columnlines rowlines notation'
  ).split(' '),
)

const styles = new Set(['color', 'backgroundColor', 'mathDepth', 'mathStyle', 'mathShift', 'padding', 'textAlign'])

/** Renders a formula; undefined if it is not valid. A model's formula can neither link nor fetch nor run anything. */
export function renderFormula(source: string, isDisplay: boolean): ComponentChildren {
  try {
    const tree: FormulaNode = renderTree(source, {
      displayMode: isDisplay,
      throwOnError: true,
      trust: false,
      maxExpand: 500,
      maxSize: [20, 200],
    })
    return toElement(tree, 0)
  } catch {
    return undefined
  }
}

/** Nobody nests deeper, and each level takes stack. */
const deepest = 100

function toElement({ type, text, children = [], ...rest }: FormulaNode, depth: number): ComponentChildren {
  if (text !== undefined) return text
  if (depth > deepest) return '…'
  const inner = children.map((child) => toElement(child, depth + 1))
  if (type === undefined || !elements.has(type)) return createElement(Fragment, null, ...inner)
  const shown = { ...pick(rest.attributes, attributes), style: pick(rest.style, styles) }
  return createElement(type, shown, ...inner)
}

const pick = (values: Record<string, string> = {}, known: ReadonlySet<string>) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => known.has(name)))
