import { InterruptedError } from '../failure/interrupted-error.js'
import { toJson } from '../output/to-json.js'
import { toVisible } from '../output/to-visible.js'
import { createPlainOutput } from './create-plain-output.js'
import type { Terminal } from './terminal.js'

/** What would be lost. */
export interface Loss {
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
