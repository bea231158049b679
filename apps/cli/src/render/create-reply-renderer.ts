import type { Colors } from 'picocolors/types.js'
import { type CodeBlock, openCodeBlock } from './open-code-block.js'
import { formatMarkdownTable } from './format-markdown-table.js'
import { readSafeLength, styleInline } from './style-inline.js'
import { createWordWrapper } from './create-word-wrapper.js'

/** Lays out a reply for a terminal while it arrives. */
export interface ReplyRenderer {
  /** What can be shown now. A word, a code line or a table is held back until it is complete. */
  push(chunk: string): Promise<string>
  /** What was held back. */
  flush(): string
}

/** How replies are laid out. */
export interface ReplyRendererOptions {
  getColumns(): number
  readonly colors: Colors
  /** Whether Markdown is shown as what it means, and code in colours. */
  readonly isMarkdown: boolean
}

/** The beginning of a line, as long as it may still become a mark that says what kind of line it is. */
const undecided = /^[ \t]*(?:#{1,6}|[-*+_ ]+|\d{1,9}[.)]?|>|`{1,2}|~{1,2})?[ \t]*$/
/** Lines that are shown when they are complete: fences, headings, tables, rules. */
const whole = /^ {0,3}(?:`{3}|~{3}|#{1,6}[ \t]|\||(?:[-*_] *){3,}$)|^[ \t]*(?:`{3}|~{3})/
const listItem = /^([ \t]*)([-*+]|\d{1,9}[.)])([ \t]+)(?:\[([ xX])\][ \t]+)?/
const quote = /^[ \t]*(?:>[ \t]?)+/

/** Wraps at words, with lines of a list below their text; shows Markdown as what it means. */
export function createReplyRenderer({ getColumns, colors, isMarkdown }: ReplyRendererOptions): ReplyRenderer {
  const wrapper = createWordWrapper(getColumns)
  let pending = ''
  let isLineStart = true
  let code: CodeBlock | undefined
  let table: string[] = []

  const style = (text: string): string => (isMarkdown ? styleInline(text, colors) : text)

  /** Writes the mark that a line begins with, and hangs its further lines below the text behind it. */
  const beginLine = (): string => {
    const [quoted = ''] = quote.exec(pending) ?? []
    const [item = '', indent = '', mark = '', blank = '', box] = listItem.exec(pending) ?? []
    const [blanks = ''] = /^[ \t]*/.exec(pending) ?? []
    isLineStart = false
    if (isMarkdown && quoted) {
      const bar = colors.dim('│ '.repeat(quoted.split('>').length - 1))
      pending = pending.slice(quoted.length)
      wrapper.hang = bar
      return wrapper.push(bar)
    }
    pending = pending.slice(item.length || blanks.length)
    wrapper.hang = ' '.repeat((item || blanks).replaceAll('\t', '    ').length)
    if (!item) return wrapper.push(blanks)
    const shown = isMarkdown && /[-*+]/.test(mark) ? '•' : mark
    const checked = box === undefined ? '' : `[${box}] `
    return wrapper.push(`${indent}${shown}${blank}${checked}`)
  }

  const endTable = (): string => {
    const rows = table
    table = []
    return rows.length === 0 ? '' : `${formatMarkdownTable(rows, getColumns(), style).join('\n')}\n`
  }

  /** Shows a line that decides by its whole text what it is; `undefined` if it is a line like others. */
  const showWhole = async (line: string): Promise<string | undefined> => {
    if (/^ {0,3}\|/.test(line)) {
      table.push(line.trim())
      return ''
    }
    const before = endTable()
    const [, fence] = /^[ \t]*(`{3,}|~{3,})/.exec(line) ?? []
    if (fence !== undefined) {
      code = await openCodeBlock(fence, line.trim().slice(fence.length).trim(), colors)
      return `${before}${colors.dim(line)}\n`
    }
    const [, heading] = /^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/.exec(line) ?? []
    if (heading !== undefined) {
      wrapper.hang = ''
      return `${before}${wrapper.push(`${colors.bold(style(heading))}\n`)}`
    }
    if (/^ {0,3}([-*_])(?: *\1){2,} *$/.test(line)) {
      return `${before}${colors.dim('─'.repeat(Math.min(getColumns(), 40)))}\n`
    }
    return before === '' ? undefined : `${before}${await showLine(line)}`
  }

  const showLine = async (line: string): Promise<string> => {
    pending = line
    const begin = beginLine()
    const rest = `${begin}${wrapper.push(`${style(pending)}\n`)}`
    pending = ''
    isLineStart = true
    return rest
  }

  /** Shows one more line, or as much of the current one as is safe; `undefined` if nothing is. */
  const advance = async (): Promise<string | undefined> => {
    const end = pending.indexOf('\n')
    const line = end < 0 ? undefined : pending.slice(0, end)
    if (code) {
      if (line === undefined) return undefined
      pending = pending.slice(end + 1)
      if (!code.isEnd(line)) return `${code.show(line)}\n`
      code = undefined
      return `${colors.dim(line)}\n`
    }
    if (isLineStart && isMarkdown) {
      if (line === undefined && (pending === '' || undecided.test(pending) || whole.test(pending))) return undefined
      if (line !== undefined && (whole.test(line) || table.length > 0)) {
        const rest = pending.slice(end + 1)
        const shown = await showWhole(line)
        if (shown !== undefined) {
          pending = rest
          return shown
        }
      }
      if (table.length > 0) return endTable()
    }
    if (isLineStart && pending !== '') {
      if (line === undefined && /^[ \t]*(?:[-*+]|\d{1,9}[.)]?)?[ \t]*$/.test(pending)) return undefined
      return line === '' ? ((pending = pending.slice(1)), wrapper.push('\n')) : beginLine()
    }
    if (line !== undefined) {
      pending = pending.slice(end + 1)
      isLineStart = true
      return wrapper.push(`${style(line)}\n`)
    }
    const length = readSafeLength(pending, isMarkdown)
    if (length === 0) return undefined
    const shown = wrapper.push(style(pending.slice(0, length)))
    pending = pending.slice(length)
    return shown
  }

  return {
    async push(chunk) {
      pending += chunk
      let output = ''
      for (let shown = await advance(); shown !== undefined; shown = await advance()) output += shown
      return output
    },
    flush() {
      const rest = pending
      pending = ''
      if (code) {
        const shown = code.isEnd(rest) ? colors.dim(rest) : code.show(rest)
        code = undefined
        isLineStart = true
        return rest === '' ? '' : shown
      }
      if (isMarkdown && isLineStart && /^ {0,3}\|/.test(rest)) {
        table.push(rest.trim())
        return endTable().trimEnd()
      }
      const before = endTable()
      const heading = isMarkdown && isLineStart ? /^ {0,3}#{1,6}[ \t]+(.*)$/.exec(rest)?.[1] : undefined
      const begin = isLineStart && heading === undefined ? ((pending = rest), beginLine()) : ''
      const text = heading === undefined ? style(begin === '' && pending === '' ? rest : pending) : colors.bold(heading)
      pending = ''
      isLineStart = true
      return `${before}${begin}${wrapper.push(text)}`
    },
  }
}
