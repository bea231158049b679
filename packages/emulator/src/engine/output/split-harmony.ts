import { parseJson } from '../../json/parse-json.js'
import { spacedJson } from '../../json/write-json.js'
import { cutAtMarks } from './cut-at-marks.js'
import type { OutputPiece, OutputSplitter } from './output-piece.js'

const beginOfBody = '<|message|>'
const marks = ['<|start|>', beginOfBody, '<|end|>', '<|return|>', '<|call|>']

/**
 * Sorts the output of a harmony model, which consists of messages: a head with a channel and perhaps an addressee, then
 * a body (chat_harmony_stream). The reply begins within a head.
 */
export function splitHarmony(): OutputSplitter {
  const cutter = cutAtMarks(marks)
  let head = ''
  /** Where the body goes; `undefined` within a head. */
  let channel: OutputPiece['channel'] | 'tool' | undefined
  let hasCrossed = false
  const calls: { head: string; body: string }[] = []
  let pieces: OutputPiece[] = []

  const take = (text: string): void => {
    const call = calls.at(-1)
    if (channel === undefined) head += text
    else if (channel !== 'tool') pieces.push({ channel, text })
    else if (call) call.body += text
  }

  const cross = (mark: string): void => {
    hasCrossed = true
    if (mark !== beginOfBody) {
      channel = undefined
      head = ''
    } else if (channel === undefined) {
      channel = readChannel(head)
      if (channel === 'tool') calls.push({ head, body: '' })
    }
  }

  const collect = (fill: () => void): OutputPiece[] => {
    pieces = []
    fill()
    return pieces
  }

  return {
    feed(text) {
      hasCrossed = false
      return collect(() => cutter.feed(text, take, cross))
    },
    finish: () => collect(() => cutter.held !== '' && take(cutter.held)),
    get isContent() {
      return !hasCrossed && channel === 'content'
    },
    get toolText() {
      return calls.map((call) => call.head + call.body).join('')
    },
    get calls() {
      return calls.flatMap(({ head: addressed, body }) => {
        const name = /\bto=([^\s<]+)/.exec(addressed)?.[1]
        return name === undefined
          ? []
          : [{ name: name.replace(/^functions\./, ''), arguments: rewriteArguments(body.trim()) }]
      })
    },
  }
}

/** Commentary that is addressed to somebody is a call; whatever is not known is content. */
function readChannel(head: string): OutputPiece['channel'] | 'tool' {
  const name = /<\|channel\|>\s*(\w+)/.exec(head)?.[1]
  if (name === 'analysis') return 'reasoning'
  return name === 'commentary' && /\bto=\S/.test(head) ? 'tool' : 'content'
}

/** Arguments as Python's `json.dumps` writes them; what is not JSON is passed on as it is. */
function rewriteArguments(raw: string): string {
  try {
    return spacedJson(parseJson(raw))
  } catch {
    return raw
  }
}
