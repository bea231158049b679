import { once } from 'node:events'

/** Writes, and waits while the reader is slower than the server. `createProcessTerminal` reports failures. */
export async function writeText(output: NodeJS.WriteStream, text: string): Promise<void> {
  if (!output.write(text)) await once(output, 'drain').catch(() => undefined)
}
