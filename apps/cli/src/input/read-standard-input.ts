import { addAbortSignal } from 'node:stream'
import type { Terminal } from '../terminal/terminal.js'

/** Standard input up to its end, or until the program is interrupted. */
export async function readStandardInput({ stdin, interrupted }: Terminal): Promise<string> {
  const pieces: Buffer[] = []
  try {
    for await (const piece of addAbortSignal(interrupted, stdin)) pieces.push(Buffer.from(piece as Uint8Array))
  } catch (error) {
    interrupted.throwIfAborted()
    throw error
  }
  return Buffer.concat(pieces).toString('utf8')
}
