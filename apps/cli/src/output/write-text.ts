import { once } from 'node:events'

/** Writes, and waits where the reader is slower than the server. What fails is for `createProcessTerminal` to tell. */
export async function writeText(output: NodeJS.WriteStream, text: string): Promise<void> {
  if (!output.write(text)) await once(output, 'drain').catch(() => undefined)
}
