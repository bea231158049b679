import stringWidth from 'string-width'

/** Breaks text into lines at words while it arrives. */
export interface WordWrapper {
  /** Lays out text that ends with a whole word: what is pushed later begins a new one. */
  push(text: string): string
  /** What the lines begin with that follow a break within the same line of text. */
  hang: string
}

/** Between two of these a line may break without a space. */
const wide = String.raw`[\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\uFFE0-\uFFE6]`

/** What an escape sequence for a colour or a style looks like. */
const style = String.raw`\u001B\[[\d;]*m`

const parts = new RegExp(String.raw`\n|[ \t]+|(?:${style})*${wide}(?:${style})*|(?:(?!${wide})[^ \t\n])+`, 'gu')

/** Wraps at the width that the terminal has at that moment; a word that is wider than it is left whole. */
export function createWordWrapper(getColumns: () => number): WordWrapper {
  let column = 0
  let blanks = ''
  const wrapper: WordWrapper = {
    hang: '',
    push(text) {
      let output = ''
      for (const [part] of text.matchAll(parts)) {
        if (part === '\n') {
          output += part
          column = 0
          blanks = ''
        } else if (/^[ \t]/.test(part)) blanks += part
        else {
          const width = stringWidth(part)
          const gap = stringWidth(blanks.replaceAll('\t', '    '))
          // A break before the first word of a line would leave that line empty.
          if (column > stringWidth(wrapper.hang) && column + gap + width > getColumns()) {
            output += `\n${wrapper.hang}${part}`
            column = stringWidth(wrapper.hang) + width
          } else {
            output += blanks + part
            column += gap + width
          }
          blanks = ''
        }
      }
      return output
    },
  }
  return wrapper
}
