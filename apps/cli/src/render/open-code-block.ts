import type { Colors, Formatter } from 'picocolors/types.js'

/** A block of code whose lines arrive one after another. */
export interface CodeBlock {
  /** Whether a line is the fence that ends it. */
  isEnd(line: string): boolean
  /** A line of code, in colours if its language is known. */
  show(line: string): string
}

/** Longer blocks are coloured line by line: each line needs the ones before it, which takes longer and longer. */
const longest = 300

/** Opens a block of code. Languages are loaded with the first one that names one. */
export async function openCodeBlock(fence: string, info: string, colors: Colors): Promise<CodeBlock> {
  const [language = ''] = info.split(/[\s,{]/)
  const highlight = language === '' ? undefined : await findHighlighter(language.toLowerCase())
  const lines: string[] = []
  return {
    isEnd(line) {
      const text = line.trim()
      return text.length >= fence.length && text === fence.charAt(0).repeat(text.length)
    },
    show(line) {
      if (!highlight) return line
      lines.push(line)
      const shown = lines.length > longest ? [line] : lines
      return (
        paint(highlight(shown.join('\n')), colors)
          .split('\n')
          .at(-1) ?? line
      )
    },
  }
}

/** The part of a syntax tree that is read here. */
interface SyntaxNode {
  readonly type: string
  readonly value?: string
  readonly children?: readonly SyntaxNode[]
  readonly properties?: { readonly className?: unknown }
}

async function findHighlighter(language: string): Promise<((code: string) => SyntaxNode) | undefined> {
  const { common, createLowlight } = await import('lowlight')
  const lowlight = createLowlight(common)
  return lowlight.registered(language) ? (code) => lowlight.highlight(language, code) as SyntaxNode : undefined
}

/** Colours for what highlight.js tells apart; the rest is left as it is. */
const paints: Partial<Record<string, keyof Colors>> = {
  'hljs-keyword': 'magenta',
  'hljs-built_in': 'cyan',
  'hljs-type': 'cyan',
  'hljs-literal': 'yellow',
  'hljs-number': 'yellow',
  'hljs-string': 'green',
  'hljs-regexp': 'green',
  'hljs-comment': 'gray',
  'hljs-title': 'blue',
  'hljs-attr': 'blue',
  'hljs-attribute': 'blue',
  'hljs-name': 'blue',
  'hljs-selector-tag': 'magenta',
  'hljs-variable': 'cyan',
  'hljs-meta': 'gray',
  'hljs-addition': 'green',
  'hljs-deletion': 'red',
  'hljs-section': 'blue',
}

/** Writes a tree as text in which no colour goes beyond the end of a line. */
function paint(node: SyntaxNode, colors: Colors, painter: Formatter = String): string {
  if (node.type === 'text') {
    return (node.value ?? '')
      .split('\n')
      .map((line) => (line === '' ? '' : painter(line)))
      .join('\n')
  }
  const names = node.properties?.className
  const name = Array.isArray(names) ? paints[String(names[0])] : undefined
  const inner = name === undefined ? painter : (colors[name] as Formatter)
  return (node.children ?? []).map((child) => paint(child, colors, inner)).join('')
}
