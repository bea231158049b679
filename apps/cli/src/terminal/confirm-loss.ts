import { Writable } from 'node:stream'
import { InterruptedError } from '../failure/errors.js'
import { toJson } from '../output/to-json.js'
import { toVisible } from '../output/terminal-text.js'
import type { Terminal } from './terminal.js'

/** What would be lost, and whether to ask. */
interface Loss {
  readonly loss: string
  readonly question: string
  /** Whether the user passed `--yes`. */
  readonly autoApprove: boolean
  /** Whether scripts read what is written. */
  readonly json: boolean
}

/** Warns before something is lost, and asks in a terminal. A no ends the program as Ctrl-C does. */
export async function confirmLoss(terminal: Terminal, { loss, question, autoApprove, json }: Loss): Promise<void> {
  if (autoApprove) return
  if (!terminal.isInteractive) {
    const line = json ? toJson({ warning: { message: loss } }) : `tabby: warning: ${toVisible(loss)}`
    terminal.stderr.write(`${line}\n`)
    return
  }
  const { stdin: input, stdout, colors } = terminal
  const output = colors.isColorSupported ? stdout : (createPlainOutput(stdout) as NodeJS.WriteStream)
  // Most commands ask nothing, and start faster without it.
  const { confirm, isCancel } = await import('@clack/prompts')
  const answer = await confirm({ message: toVisible(`${loss}. ${question}`), initialValue: false, input, output })
  if (isCancel(answer) || !answer) throw new InterruptedError()
}

/** Removes the colours of a library that ignores NO_COLOR. */
function createPlainOutput(target: NodeJS.WriteStream): NodeJS.WritableStream {
  const writable = new Writable({
    decodeStrings: false,
    write(chunk: string | Uint8Array, _encoding, done) {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')
      // Only colours and styles end with an m; what moves the cursor stays.
      target.write(text.replace(/\p{Cc}\[[\d;]*m/gu, ''))
      done()
    },
  })
  Object.defineProperties(writable, {
    columns: { get: () => target.columns },
    rows: { get: () => target.rows },
    isTTY: { get: () => target.isTTY },
  })
  target.on('resize', () => writable.emit('resize'))
  return writable
}
