import { spacedJson } from '../../json/write-json.js'
import type { GeneratedToken } from '../job/generated-token.js'
import type { OutputPiece, OutputSplitter } from './output-piece.js'

const beforeChannel = /^(?:<\|start\|>\w*|assistant)?(?:\s*to=([^\s<]+))?\s*/
const headPattern = new RegExp(
  `${beforeChannel.source}<\\|channel\\|>\\s*(\\w+)(?!\\w)([^<]*)(?:<\\|constrain\\|>\\w*)?<\\|message\\|>`,
)
const tailPattern = /<\|(?:end|return|call)\|>/

/**
 * Sorts the output of a harmony model by its channels: `analysis` is reasoning, `final` is content
 * (chat_harmony_stream).
 */
export function splitHarmony(): OutputSplitter {
  let channel: 'content' | 'reasoning' | 'tool' | undefined
  let buffer = ''
  let waiting: GeneratedToken[] = []
  const calls: { name: string; raw: string }[] = []
  /** What came where a head has to be is none, and nothing after it can be told apart. */
  let isLost = false

  const emit = (text: string, pieces: OutputPiece[]): void => {
    const call = calls.at(-1)
    if (channel === 'tool') {
      if (call) call.raw += text
    } else if (channel !== undefined && text !== '') {
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
        // Whoever is addressed is called, before or behind the channel's name.
        const recipient = head[1] ?? /to=(\S+)/.exec(head[3] ?? '')?.[1]
        channel = recipient !== undefined ? 'tool' : head[2] === 'analysis' ? 'reasoning' : 'content'
        if (recipient !== undefined) calls.push({ name: recipient.replace(/^functions\./, ''), raw: '' })
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
      return calls.map(({ name, raw }) => name + raw).join('')
    },
    get calls() {
      return calls.map(({ name, raw }) => ({ name, arguments: rewriteArguments(raw) }))
    },
  }
}

/** Arguments as Python's `json.dumps` writes them; what is not JSON is passed on as it is. */
function rewriteArguments(raw: string): string {
  try {
    return spacedJson(JSON.parse(raw))
  } catch {
    return raw
  }
}
