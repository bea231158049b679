import { closeSync, openSync, writeSync } from 'node:fs'
import { toRedactedText } from '@tabby/core'
import { UsageError } from '../failure/errors.js'
import { describeFileFailure } from '../files/describe-file-failure.js'
import type { Terminal } from '../terminal/terminal.js'

/** A file to which one line of JSON is added for everything that is said. */
export interface ChatLog {
  /** Adds an entry with the time. Keys and tokens are removed from it. */
  write(entry: { type: string; [field: string]: unknown }): void
}

/** Opens the file of `--log` for its owner alone; a wrong path is reported before anything is asked. */
export function openChatLog(path: string, { secrets }: Pick<Terminal, 'secrets'>): ChatLog {
  try {
    closeSync(openSync(path, 'a', 0o600))
  } catch (error) {
    throw new UsageError(`${path} cannot be written ${describeFileFailure(error)}`, { cause: error })
  }
  return {
    write(entry) {
      const line = JSON.stringify({ time: new Date().toISOString(), ...entry })
      // Opened for each line, so that it can be moved away, and its lines are whole whenever the program ends.
      const file = openSync(path, 'a', 0o600)
      writeSync(file, `${toRedactedText(line, [...secrets])}\n`)
      closeSync(file)
    },
  }
}
