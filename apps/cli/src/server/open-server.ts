import { createTabbyClient, extendTabbyClient, type TabbyClient } from '@tabby/core'
import type { Listener } from '@tabby/emulator/node'
import { UsageError } from '../failure/errors.js'
import { readLoginToken } from '../login/read-login-token.js'
import type { Terminal } from '../terminal/terminal.js'
import { isServerAddress, type ServerSettings } from './read-server-settings.js'

const defaultUrl = 'http://127.0.0.1:5000'

/** A client, and the address to show for it. */
interface OpenClient {
  readonly client: TabbyClient
  readonly url: string
}

/** Creates the client of the named server, or of one at the default address of TabbyAPI, with its login if it has one. */
export async function openClient(
  { baseUrl = defaultUrl, apiKey, adminKey }: ServerSettings,
  terminal: Pick<Terminal, 'environment' | 'secrets'>,
): Promise<OpenClient> {
  // A message for the command line. The address is not repeated: it may have a password in it.
  if (!isServerAddress(baseUrl)) {
    throw new UsageError('the address of the server must look like http://127.0.0.1:5000, without a password')
  }
  const client = createTabbyClient({ baseUrl, apiKey, adminKey: adminKey ?? findAdminKey(baseUrl, apiKey) })
  const bearerToken = await readLoginToken(client.baseUrl, terminal)
  return { client: bearerToken ? extendTabbyClient(client, { bearerToken }) : client, url: baseUrl }
}

/**
 * An admin key that was set as the API key serves as what it is. The server is asked once, and only when an endpoint
 * needs an admin key.
 */
function findAdminKey(baseUrl: string, apiKey: string | undefined): (() => Promise<string | undefined>) | undefined {
  if (apiKey === undefined) return undefined
  let found: Promise<string | undefined> | undefined
  const ask = async (): Promise<string | undefined> => {
    const { getKeyPermission } = await import('@tabby/auth')
    const { permission } = await getKeyPermission(createTabbyClient({ baseUrl, apiKey, retry: false }))
    return permission === 'admin' ? apiKey : undefined
  }
  return () => (found ??= ask().catch(() => undefined))
}

/** A server to talk to, for as long as the program runs. */
interface OpenServer {
  readonly client: TabbyClient
  readonly url: string
  /** Whether it is an emulator that was started for this. */
  readonly isEmulator: boolean
  close(): Promise<void>
}

/** Opens the server that the settings name, or starts an emulator. */
export async function openServer(
  settings: ServerSettings,
  terminal: Pick<Terminal, 'environment' | 'secrets'>,
): Promise<OpenServer> {
  if (settings.baseUrl !== undefined)
    return { ...(await openClient(settings, terminal)), isEmulator: false, close: async () => undefined }
  const { url, close } = await startEmulator()
  // It needs no key, and keys for another server are not sent to it.
  return { client: createTabbyClient({ baseUrl: url }), url, isEmulator: true, close }
}

/** As fast as a model of this size on one GPU, so that the progress bar and the stream can be watched. */
const speed = { tokensPerSecond: 45, prefillMilliseconds: 180, moduleMilliseconds: 150 }

/** Starts an emulator on a free port, without a model, so that loading one is shown too. */
async function startEmulator(): Promise<Listener> {
  // Imported only here, so that users with a server do not wait for it.
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
