import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { toRedactedText } from '@tabby/core'
import { UsageError } from '../failure/errors.js'
import { describeFileFailure } from '../files/describe-file-failure.js'

/** The file of `--log`. */
export interface ServerLog {
  /** Writes each line of a stream with the time and the name of its server. */
  follow(name: string, stream: Readable): void
  close(): Promise<void>
}

/** Opens a log for what MCP servers write to standard error. Other users cannot read it, and it holds no secret. */
export async function openServerLog(path: string, secrets: ReadonlySet<string>): Promise<ServerLog> {
  const file = await open(path, 'a', 0o600).catch((error: unknown) => {
    throw new UsageError(`${path} cannot be written ${describeFileFailure(error)}`, { cause: error })
  })
  const output = file.createWriteStream()
  // A full disk ends neither the chat nor the server.
  output.on('error', () => undefined)
  return {
    follow(name, stream) {
      createInterface({ input: stream }).on('line', (line) => {
        const text = toRedactedText(line, [...secrets])
        if (output.writable) output.write(`${new Date().toISOString()} ${name}: ${text}\n`)
      })
    },
    async close() {
      if (!output.closed) await new Promise<void>((resolve) => void output.once('close', resolve).end())
    },
  }
}
