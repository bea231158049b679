import { createTabbyClient, type TabbyClient } from '@tabby/core'
import { listLoras } from '@tabby/lora'
import { listDraftModels, listEmbeddingModels, listModels } from '@tabby/models'
import { listSamplerOverrides } from '@tabby/sampling'
import { listTemplates } from '@tabby/templates'
import { readChats } from '../history/saved-chats.js'
import { readLoginToken } from '../login/read-login-token.js'
import { readPresets } from '../presets/saved-presets.js'
import { findServerFile, readNamedServers } from '../server/named-servers.js'
import { readServerSettings, type ServerFlags } from '../server/read-server-settings.js'
import type { Terminal } from '../terminal/terminal.js'
import type { NameKind } from './completions.js'

/** Nobody waits longer for a completion. In milliseconds. */
const patience = 1000

/** All names of a kind, from the server or from files; none if they cannot be had at once. */
export async function listNames(kind: NameKind, flags: ServerFlags, terminal: Terminal): Promise<string[]> {
  try {
    if (kind === 'server') return [...(await readNamedServers(findServerFile(terminal), terminal)).keys()]
    if (kind === 'preset') return [...(await readPresets(terminal)).keys()]
    if (kind === 'chat') return (await readChats(terminal)).chats.map(({ id }) => id)
    return await listServerNames(kind, await openQuickClient(flags, terminal))
  } catch {
    return []
  }
}

/** All names of a kind that the server knows. */
export async function listServerNames(
  kind: Exclude<NameKind, 'server' | 'preset' | 'chat'>,
  client: TabbyClient,
): Promise<string[]> {
  const options = { signal: AbortSignal.timeout(patience), retry: false } as const
  const toIds = ({ data }: { data: readonly { id: string }[] }): string[] => data.map(({ id }) => id)
  switch (kind) {
    case 'model':
      return toIds(await listModels(client, options))
    case 'draft model':
      return toIds(await listDraftModels(client, options))
    case 'embedding model':
      return toIds(await listEmbeddingModels(client, options))
    case 'LoRA':
      return toIds(await listLoras(client, options))
    case 'template':
      return [...(await listTemplates(client, options)).data]
    case 'sampler preset':
      return [...((await listSamplerOverrides(client, options)).presets ?? [])]
  }
}

async function openQuickClient(flags: ServerFlags, terminal: Terminal): Promise<TabbyClient> {
  const { baseUrl, apiKey, adminKey } = await readServerSettings(flags, terminal)
  const client = createTabbyClient({ baseUrl, apiKey, adminKey: adminKey ?? apiKey })
  const bearerToken = await readLoginToken(client.baseUrl, terminal)
  return bearerToken ? createTabbyClient({ baseUrl, apiKey, adminKey: adminKey ?? apiKey, bearerToken }) : client
}
