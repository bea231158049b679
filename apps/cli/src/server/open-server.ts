import { createTabbyClient, type TabbyClient } from '@tabby/core'
import type { Listener } from '@tabby/emulator/node'
import { UsageError } from '../failure/errors.js'
import { isServerAddress, type ServerSettings } from './read-server-settings.js'

const defaultUrl = 'http://127.0.0.1:5000'

/** A client, and the address to show for it. */
interface OpenClient {
  readonly client: TabbyClient
  readonly url: string
}

/** Makes the client of the named server, or of one at the address that TabbyAPI has by default. */
export function openClient({ baseUrl = defaultUrl, apiKey, adminKey }: ServerSettings): OpenClient {
  // In words of the command line. The address is not repeated: somebody may have put a password into it.
  if (!isServerAddress(baseUrl)) {
    throw new UsageError('the address of the server is not like http://127.0.0.1:5000, without a password in it')
  }
  return { client: createTabbyClient({ baseUrl, apiKey, adminKey }), url: baseUrl }
}

/** A server to talk to, for as long as the program runs. */
interface OpenServer {
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

/** As fast as a model of this size on one GPU, so that a progress bar and a stream can be watched. */
const speed = { tokensPerSecond: 45, prefillMilliseconds: 180, moduleMilliseconds: 150 }

/** Starts an emulator on a free port of this machine, without a model: loading one is part of what is shown. */
async function startEmulator(): Promise<Listener> {
  // Who has a server of their own does not wait for it.
  const { createEmulator, createDemoWorld } = await import('@tabby/emulator')
  const { listen } = await import('@tabby/emulator/node')
  const { loaded, ...world } = createDemoWorld()
  const { embeddingModel } = loaded ?? {}
  return listen(
    createEmulator({
      world: { ...world, loaded: embeddingModel === undefined ? {} : { embeddingModel } },
      settings: { speed },
    }),
  )
}
