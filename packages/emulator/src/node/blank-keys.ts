import type { Socket } from 'node:net'

/** Key headers with a blank behind the key, in the head of the request that arrived last on a connection. */
const blankKeys = new WeakMap<Socket, ReadonlySet<string>>()

const keyLine = /^(x-(?:api|admin)-key):[^\r\n]*[^\s:][ \t]+$/i

/**
 * Looks for keys with a blank behind them, which make the server refuse a request: Node takes blanks off before anybody
 * sees a header.
 */
export function watchBlankKeys(socket: Socket): void {
  socket.prependListener('data', (chunk: Buffer) => {
    if (!chunk.includes(' \r\n') && !chunk.includes('\t\r\n')) return void blankKeys.delete(socket)
    const [head = ''] = chunk.toString('latin1').split('\r\n\r\n', 1)
    const found = head.split('\r\n').flatMap((line) => keyLine.exec(line)?.[1]?.toLowerCase() ?? [])
    blankKeys.set(socket, new Set(found))
  })
}

/** Whether a key header of the request that is being read has a blank behind the key. */
export function hasBlankKey(socket: Socket, name: string): boolean {
  return blankKeys.get(socket)?.has(name) ?? false
}
