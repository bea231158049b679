import { confirm, isCancel } from '@clack/prompts'
import { InterruptedError } from '../failure/interrupted-error.js'
import { toPrintable } from '../output/to-printable.js'
import type { Terminal } from './terminal.js'

/** What would be lost. */
export interface Loss {
  readonly loss: string
  readonly question: string
  /** Somebody has said `--yes`. */
  readonly isSure: boolean
}

/** Warns before something is lost; asks where somebody sits there. A no ends the program as Ctrl-C does. */
export async function confirmLoss(terminal: Terminal, { loss, question, isSure }: Loss): Promise<void> {
  if (isSure) return
  if (!terminal.isInteractive) {
    terminal.stderr.write(`tabby: warning: ${toPrintable(loss)}\n`)
    return
  }
  const { stdin: input, stdout: output } = terminal
  const answer = await confirm({ message: toPrintable(`${loss}. ${question}`), initialValue: false, input, output })
  if (isCancel(answer) || !answer) throw new InterruptedError()
}
