import type { GeneratedToken } from '../job/generated-token.js'
import type { OutputPiece, OutputSplitter } from './output-piece.js'

const headPattern = /^(?:<\|start\|>\w*)?<\|channel\|>\s*(\w+)(?!\w)([^<]*)(?:<\|constrain\|>\w*)?<\|message\|>/
const tailPattern = /<\|(?:end|return|call)\|>/

/**
 * Sorts the output of a harmony model by its channels: `analysis` is reasoning, `final` is content
 * (chat_harmony_stream).
 */
export function splitHarmony(): OutputSplitter {
  let channel: 'content' | 'reasoning' | 'tool' | undefined
  let buffer = ''
  let waiting: GeneratedToken[] = []
  let toolText = ''
  /** What came where a head has to be is none, and nothing after it can be told apart. */
  let isLost = false

  const emit = (text: string, pieces: OutputPiece[]): void => {
    if (channel === 'tool') toolText += text
    else if (channel !== undefined && text !== '') {
      pieces.push({ channel, text, tokens: waiting })
      waiting = []
    }
  }

  const drain = (pieces: OutputPiece[], atEnd: boolean): void => {
    for (;;) {
      if (channel === undefined) {
        // Read once, when its last word is there: a model may never write it, and each token asks again.
        const head = isLost || !buffer.includes('<|message|>') ? null : headPattern.exec(buffer)
        if (!head) {
          if (buffer.includes('<|message|>')) isLost = true
          if (isLost) buffer = ''
          return
        }
        const recipient = /to=functions\.(\S+)/.exec(head[2] ?? '')?.[1]
        channel = recipient !== undefined ? 'tool' : head[1] === 'analysis' ? 'reasoning' : 'content'
        if (recipient !== undefined) toolText += `<function=${recipient}>`
        buffer = buffer.slice(head[0].length)
        waiting = []
      }
      const tail = tailPattern.exec(buffer)
      if (!tail) {
        const held = atEnd ? 0 : (/<\|?[a-z]*\|?$/.exec(buffer)?.[0].length ?? 0)
        emit(buffer.slice(0, buffer.length - held), pieces)
        buffer = buffer.slice(buffer.length - held)
        return
      }
      emit(buffer.slice(0, tail.index), pieces)
      if (channel === 'tool') toolText += '</function>'
      buffer = buffer.slice(tail.index + tail[0].length)
      channel = undefined
    }
  }

  return {
    feed(text, tokens) {
      const pieces: OutputPiece[] = []
      buffer += text
      waiting.push(...tokens)
      drain(pieces, false)
      return pieces
    },
    finish() {
      const pieces: OutputPiece[] = []
      drain(pieces, true)
      return pieces
    },
    get toolText() {
      return toolText
    },
  }
}
