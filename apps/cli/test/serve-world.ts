import { createDemoWorld, type Emulator, type EmulatorOptions } from '@tabby/emulator'
import { type ServedEmulator, serveEmulator } from '@tabby/emulator/testing'
import { onTestFinished } from 'vitest'

/** The keys of a served world. */
export const keys = { api: ['api-key-that-stays-secret'], admin: ['admin-key-that-stays-secret'] }

/** A server of the test's own, and the environment that leads to it. */
export interface ServedWorld {
  emulator: Emulator
  listener: ServedEmulator
  /** With the admin key, so that everything may be done. */
  asAdmin: Record<string, string>
  /** With the api key alone. */
  asUser: Record<string, string>
}

/** Serves the demo world with keys on a free port until the test is over. */
export async function serveWorld(
  options: EmulatorOptions & { loaded?: string | undefined } = { loaded: 'demo-8b-exl3' },
): Promise<ServedWorld> {
  const { loaded, ...rest } = options
  const world = { ...createDemoWorld(), loaded: loaded === undefined ? {} : { model: loaded }, keys }
  const listener = await serveEmulator({ world, journal: 100, ...rest, closeWith: onTestFinished })
  const asUser = { TABBY_BASE_URL: listener.url, TABBY_API_KEY: keys.api[0] ?? '' }
  return { emulator: listener.emulator, listener, asUser, asAdmin: { ...asUser, TABBY_ADMIN_KEY: keys.admin[0] ?? '' } }
}
