import type { EmulatorOptions } from '../create-emulator.js'
import type { Emulator } from '../emulator.js'

/** How to serve an emulator, besides what `createEmulator` takes. */
export interface ServeEmulatorOptions extends EmulatorOptions {
  /**
   * Registers what closes the server at the end of a test: `onTestFinished` or `afterAll` of Vitest, or
   * `(close) => t.after(close)` of node:test. Without it, close the server yourself.
   */
  closeWith?: ((close: () => Promise<void>) => void) | undefined
}

/** An emulator on a port of loopback. */
export interface ServedEmulator {
  /** Its address, for the `baseUrl` of a client. */
  readonly url: string
  /** The emulator itself: its journal, its faults, its keys. */
  readonly emulator: Emulator
  /** Stops listening and breaks off what is running. */
  close(): Promise<void>
  /** The same as `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Serves an emulator on a free port of loopback.
 *
 * @param options - World, keys, settings and faults, and what closes the server.
 * @returns The emulator and its address.
 * @throws {WorldError} when the world is not valid.
 * @example
 * ```ts
 * import { serveEmulator } from '@tabby/emulator/testing'
 *
 * await using server = await serveEmulator({ keys: { api: ['user'], admin: ['boss'] } })
 * const response = await fetch(`${server.url}/v1/model`, { headers: { 'x-api-key': 'user' } })
 * console.log(response.status) // 200
 * ```
 */
export async function serveEmulator({ closeWith, ...options }: ServeEmulatorOptions = {}): Promise<ServedEmulator> {
  // On first use: most tests that import the kit serve single responses and need no emulator.
  const [{ createEmulator }, { listen }] = await Promise.all([
    import('../create-emulator.js'),
    import('../node/listen.js'),
  ])
  const emulator = createEmulator(options)
  const listener = await listen(emulator)
  const close = (): Promise<void> => listener.close()
  closeWith?.(close)
  return { url: listener.url, emulator, close, [Symbol.asyncDispose]: close }
}
