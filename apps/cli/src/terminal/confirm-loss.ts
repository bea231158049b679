import { Writable } from 'node:stream'
import { InterruptedError } from '../failure/errors.js'
import { toJson } from '../output/to-json.js'
import { toVisible } from '../output/terminal-text.js'
import type { Terminal } from './terminal.js'

/** What would be lost. */
interface Loss {
  readonly loss: string
  readonly question: string
  /** Somebody has said `--yes`. */
  readonly isSure: boolean
  /** Whether scripts read what is written. */
  readonly json: boolean
}

/** Warns before something is lost; asks where somebody sits there. A no ends the program as Ctrl-C does. */
export async function confirmLoss(terminal: Terminal, { loss, question, isSure, json }: Loss): Promise<void> {
  if (isSure) return
  if (!terminal.isInteractive) {
    const line = json ? toJson({ warning: { message: loss } }) : `tabby: warning: ${toVisible(loss)}`
    terminal.stderr.write(`${line}\n`)
    return
  }
  const { stdin: input, stdout, colors } = terminal
  const output = colors.isColorSupported ? stdout : (createPlainOutput(stdout) as NodeJS.WriteStream)
  // Most command lines ask nothing, and start sooner without it.
  const { confirm, isCancel } = await import('@clack/prompts')
  const answer = await confirm({ message: toVisible(`${loss}. ${question}`), initialValue: false, input, output })
  if (isCancel(answer) || !answer) throw new InterruptedError()
}

/** Stands in front of a terminal for who wants no colours from a library that does not look at NO_COLOR. */
function createPlainOutput(target: NodeJS.WriteStream): NodeJS.WritableStream {
  const writable = new Writable({
    decodeStrings: false,
    write(chunk: string | Uint8Array, _encoding, done) {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')
      // Colours and styles alone end in an m; what moves the cursor stays.
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
