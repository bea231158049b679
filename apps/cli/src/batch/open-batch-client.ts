import type { TabbyClient } from '@tabby/core'
import { createTabbyPool } from '@tabby/pool'
import { openClient } from '../server/open-server.js'
import { readServerSettings } from '../server/read-server-settings.js'
import type { Terminal } from '../terminal/terminal.js'
import type { BatchServerFlags } from './batch-flags.js'

/** A client of one server, or of several as one. */
export interface BatchClient {
  readonly client: TabbyClient
  /** Whether it may load a model: one server, with an admin key. */
  readonly canLoad: boolean
  close(): Promise<void>
}

/** Opens the servers that the flags name. */
export async function openBatchClient(
  { server: names = [], url: urls = [], model }: BatchServerFlags & { model?: string },
  terminal: Terminal,
): Promise<BatchClient> {
  const flags = [...names.map((server) => ({ server })), ...urls.map((url) => ({ url }))]
  const settings = await Promise.all(
    (flags.length > 0 ? flags : [{}]).map((each) => readServerSettings(each, terminal)),
  )
  const opened = await Promise.all(settings.map((each) => openClient(each, terminal)))
  const [{ client }] = opened as [(typeof opened)[0]]
  if (opened.length === 1) {
    return { client, canLoad: settings[0]?.adminKey !== undefined, close: async () => undefined }
  }
  // Files made for OpenAI name models of OpenAI, which servers without inline loading ignore.
  const options = { onUnknownModel: model === undefined ? ('any' as const) : ('refuse' as const) }
  const pool = createTabbyPool(
    opened.map((each) => each.client),
    options,
  )
  return { client: pool, canLoad: false, close: () => pool.close() }
}
