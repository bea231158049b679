import { createTabbyClient } from '@tabby/core'
import { createEmulator, type EmulatorOptions } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { onTestFinished } from 'vitest'

/** An emulator behind a socket for one test, with a client. */
export async function openEmulator(options: EmulatorOptions = {}) {
  const emulator = createEmulator({ journal: 20, ...options })
  const server = await listen(emulator)
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url })
  /** The requests to a path, as objects. */
  const readBodies = () => emulator.journal.filter(({ body }) => body).map(({ body }) => JSON.parse(body!))
  return { emulator, client, readBodies }
}

/** A source that counts how often it is asked, and knows whether it was closed. */
export function createSource<T>(values: readonly T[], error?: unknown) {
  const seen = { asked: 0, isClosed: false }
  const stream: AsyncIterableIterator<T> = {
    async next() {
      if (seen.asked === values.length && error) throw error
      const value = values[seen.asked++]
      return value === undefined ? { done: true, value } : { done: false, value }
    },
    async return() {
      seen.isClosed = true
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
  return { seen, stream }
}
