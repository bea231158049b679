import type { Terminal } from '../terminal/terminal.js'
import { createLoadBar } from './progress-bars.js'
import { createPiecePrinter } from './terminal-text.js'
import { describeEvent } from './describe-event.js'
import type { Event, Report } from './report.js'
import { writeText } from './write-text.js'

/** Which of the standard streams gets what. Between programs the answer alone is worth passing on. */
export interface TextReportOptions {
  /** Write everything but the answer to standard error. */
  answerOnly?: boolean
}

/** Writes events as text: in colours and with a progress bar in a terminal, as plain lines elsewhere. */
export function createTextReport(terminal: Terminal, { answerOnly = false }: TextReportOptions = {}): Report {
  const { stdout, stderr, colors } = terminal
  const aside = answerOnly && !stdout.isTTY ? stderr : stdout
  const bar = createLoadBar(aside)
  let writing: 'reasoning' | 'text' | undefined
  let atLineStart = true
  let print = createPiecePrinter()
  /** White space that came before anything else, since its last line end. */
  let indentation: string[] | undefined

  const endLine = (): void => {
    if (!atLineStart) stdout.write('\n')
    atLineStart = true
    writing = undefined
  }

  const writePiece = async (kind: 'reasoning' | 'text', piece: string): Promise<void> => {
    // Thoughts are for a person who watches, not for the next program.
    if (kind === 'reasoning' && !stdout.isTTY) return
    if (writing !== kind) {
      endLine()
      writing = kind
      print = createPiecePrinter()
      indentation = []
    }
    if (indentation !== undefined) {
      // Behind thoughts, and from some models always, an answer begins with empty lines.
      const begin = piece.length - piece.trimStart().length
      const lineEnd = piece.slice(0, begin).lastIndexOf('\n')
      if (lineEnd >= 0) indentation = []
      indentation.push(piece.slice(lineEnd + 1))
      if (begin === piece.length) return
      piece = indentation.join('')
      indentation = undefined
    }
    const shown = stdout.isTTY ? print(piece) : piece
    atLineStart = piece.endsWith('\n')
    await writeText(stdout, kind === 'reasoning' ? colors.dim(shown) : shown)
  }

  return {
    async show(event: Event) {
      if (event.type === 'load') return bar.show(event)
      bar.stop()
      if (event.type === 'text' || event.type === 'reasoning') return writePiece(event.type, event.text)
      endLine()
      for (const line of describeEvent(event, colors)) await writeText(aside, `${line}\n`)
    },
    settle() {
      bar.stop()
      endLine()
    },
  }
}
