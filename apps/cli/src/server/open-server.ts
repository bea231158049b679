import { createTabbyClient, type TabbyClient } from '@tabby/core'
import { openClient } from './open-client.js'
import type { ServerSettings } from './server-settings.js'
import { startEmulator } from './start-emulator.js'

/** A server to talk to, for as long as the program runs. */
export interface OpenServer {
  readonly client: TabbyClient
  readonly url: string
  /** Whether it is an emulator that was started for this. */
  readonly isEmulator: boolean
  close(): Promise<void>
}

/** Takes the server that somebody named, or starts an emulator. */
export async function openServer(settings: ServerSettings): Promise<OpenServer> {
  if (settings.baseUrl !== undefined)
    return { ...openClient(settings), isEmulator: false, close: async () => undefined }
  const { url, close } = await startEmulator()
  // It asks for no key, and keys that are meant for another server are not handed out.
  return { client: createTabbyClient({ baseUrl: url }), url, isEmulator: true, close }
}
