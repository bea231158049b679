import type { Terminal } from '../terminal/terminal.js'
import { createLoadBar } from './progress-bars.js'
import { createChunkPrinter } from './terminal-text.js'
import { describeEvent } from './describe-event.js'
import type { ReplyRenderer } from '../render/create-reply-renderer.js'
import type { Event, Report } from './report.js'
import { writeText } from './write-text.js'

/** Which of the standard streams gets what. In a pipe, only the reply is worth passing on. */
export interface TextReportOptions {
  /** Write everything but the reply to standard error. */
  answerOnly?: boolean
  /** Write a reply as the model wrote it: without layout and colours, and in a pipe without control characters. */
  isPlain?: boolean
  /** Whether the statistics of replies are shown, which may change between them; default yes. */
  statistics?: { readonly areShown: boolean } | undefined
}

/** Writes events as text: with colours and a progress bar in a terminal, as plain lines elsewhere. */
export function createTextReport(
  terminal: Terminal,
  { answerOnly = false, isPlain = false, statistics }: TextReportOptions = {},
): Report {
  const { stdout, stderr, colors } = terminal
  const aside = answerOnly && !stdout.isTTY ? stderr : stdout
  const bar = createLoadBar(aside)
  let writing: 'reasoning' | 'text' | undefined
  let atLineStart = true
  let print = createChunkPrinter()
  let renderer: ReplyRenderer | undefined
  /** White space before anything else, since its last line end. */
  let indentation: string[] | undefined

  const endLine = (): void => {
    const rest = renderer?.flush() ?? ''
    renderer = undefined
    if (rest) {
      stdout.write(writing === 'reasoning' ? dimLines(rest) : rest)
      atLineStart = rest.endsWith('\n')
    }
    if (!atLineStart) stdout.write('\n')
    atLineStart = true
    writing = undefined
  }

  /** Every line has its own colour, so that one that is left out does not colour the rest. */
  const dimLines = (text: string): string =>
    text
      .split('\n')
      .map((line) => (line === '' ? '' : colors.dim(line)))
      .join('\n')

  /** Loaded for replies alone: most commands show none. */
  const loadRenderer = async () =>
    isPlain || !stdout.isTTY ? undefined : (await import('../render/create-reply-renderer.js')).createReplyRenderer

  const openRenderer = async (kind: 'reasoning' | 'text'): Promise<ReplyRenderer | undefined> => {
    const createReplyRenderer = await loadRenderer()
    const isMarkdown = kind === 'text' && colors.isColorSupported
    return createReplyRenderer?.({ getColumns: () => stdout.columns || Infinity, colors, isMarkdown })
  }

  const writeChunk = async (kind: 'reasoning' | 'text', chunk: string): Promise<void> => {
    // Reasoning is for a person at a terminal, not for the next program.
    if (kind === 'reasoning' && !stdout.isTTY) return
    if (writing !== kind) {
      endLine()
      writing = kind
      print = createChunkPrinter()
      renderer = await openRenderer(kind)
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
    const clean = stdout.isTTY || isPlain ? print(chunk) : chunk
    const shown = renderer ? await renderer.push(clean) : clean
    if (shown === '') return
    atLineStart = shown.endsWith('\n')
    await writeText(stdout, kind === 'reasoning' ? dimLines(shown) : shown)
  }

  return {
    prepare: async () => void (await loadRenderer()),
    async show(event: Event) {
      if (event.type === 'load') return bar.show(event)
      bar.stop()
      if (event.type === 'text' || event.type === 'reasoning') return writeChunk(event.type, event.text)
      endLine()
      const showsStatistics = statistics?.areShown ?? true
      const columns = aside.isTTY ? aside.columns : undefined
      for (const line of describeEvent(event, { colors, columns, showsStatistics })) await writeText(aside, `${line}\n`)
    },
    settle() {
      bar.stop()
      endLine()
    },
  }
}
