import type { Colors } from 'picocolors/types.js'

/** Where the program reads from and writes to. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Whether input and output are both terminals. */
  readonly isInteractive: boolean
  /** Colours of standard output; plain text in pipes and with NO_COLOR. */
  readonly colors: Colors
  /** Keys and tokens that this run knows. They are removed from all output. */
  readonly secrets: Set<string>
  /** What named the server of this run, for error messages. */
  readonly server: { source: string | undefined }
  /** Aborted by Ctrl-C when it is a signal and not a key. */
  readonly interrupted: AbortSignal
}
