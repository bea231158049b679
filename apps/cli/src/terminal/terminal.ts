import type { Colors } from 'picocolors/types.js'

/** Where the program reads from and writes to. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Somebody sits there: input and output are both terminals. */
  readonly isInteractive: boolean
  /** Colours of standard output; plain text in pipes and with NO_COLOR. */
  readonly colors: Colors
  /** Keys and tokens that this run knows. They are taken out of everything that is written. */
  readonly secrets: Set<string>
  /** Aborted by Ctrl-C, where that is a signal and not a key. */
  readonly interrupted: AbortSignal
}
