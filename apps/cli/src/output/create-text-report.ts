import type { Terminal } from '../terminal/terminal.js'
import { createLoadBar } from './progress-bars.js'
import { createChunkPrinter } from './terminal-text.js'
import { describeEvent } from './describe-event.js'
import type { Event, Report } from './report.js'
import { writeText } from './write-text.js'

/** Which of the standard streams gets what. In a pipe, only the reply is worth passing on. */
export interface TextReportOptions {
  /** Write everything but the reply to standard error. */
  answerOnly?: boolean
}

/** Writes events as text: with colours and a progress bar in a terminal, as plain lines elsewhere. */
export function createTextReport(terminal: Terminal, { answerOnly = false }: TextReportOptions = {}): Report {
  const { stdout, stderr, colors } = terminal
  const aside = answerOnly && !stdout.isTTY ? stderr : stdout
  const bar = createLoadBar(aside)
  let writing: 'reasoning' | 'text' | undefined
  let atLineStart = true
  let print = createChunkPrinter()
  /** White space before anything else, since its last line end. */
  let indentation: string[] | undefined

  const endLine = (): void => {
    if (!atLineStart) stdout.write('\n')
    atLineStart = true
    writing = undefined
  }

  const writeChunk = async (kind: 'reasoning' | 'text', chunk: string): Promise<void> => {
    // Reasoning is for a person at a terminal, not for the next program.
    if (kind === 'reasoning' && !stdout.isTTY) return
    if (writing !== kind) {
      endLine()
      writing = kind
      print = createChunkPrinter()
      indentation = []
    }
    if (indentation !== undefined) {
      // After reasoning, and with some models always, a reply begins with empty lines.
      const begin = chunk.length - chunk.trimStart().length
      const lineEnd = chunk.slice(0, begin).lastIndexOf('\n')
      if (lineEnd >= 0) indentation = []
      indentation.push(chunk.slice(lineEnd + 1))
      if (begin === chunk.length) return
      chunk = indentation.join('')
      indentation = undefined
    }
    const shown = stdout.isTTY ? print(chunk) : chunk
    atLineStart = chunk.endsWith('\n')
    await writeText(stdout, kind === 'reasoning' ? colors.dim(shown) : shown)
  }

  return {
    async show(event: Event) {
      if (event.type === 'load') return bar.show(event)
      bar.stop()
      if (event.type === 'text' || event.type === 'reasoning') return writeChunk(event.type, event.text)
      endLine()
      for (const line of describeEvent(event, colors)) await writeText(aside, `${line}\n`)
    },
    settle() {
      bar.stop()
      endLine()
    },
  }
}
