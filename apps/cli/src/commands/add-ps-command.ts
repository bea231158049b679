import type { Command } from 'commander'
import { createTabbyClient, isTabbyError } from '@tabby/core'
import { getHealth } from '@tabby/health'
import { getEmbeddingModel, getModel, type ModelCard } from '@tabby/models'
import { getAdvice } from '@tabby/health'
import { formatTable } from '../output/format-table.js'
import { readLoginToken } from '../login/read-login-token.js'
import { findServerFile, readNamedServers } from '../server/named-servers.js'
import type { ServerSettings } from '../server/read-server-settings.js'
import type { Terminal } from '../terminal/terminal.js'
import { addServerCommand } from './add-server-command.js'

/** What is known of a server. */
interface ServerState {
  readonly name: string | null
  readonly url: string
  readonly state: string
  readonly model: string | null
  readonly context: number | null
  readonly embedding_model: string | null
}

/** A server that says nothing for so long counts as down. In milliseconds. */
const patience = 3000

/** Adds `tabby ps`. */
export function addPsCommand(program: Command, terminal: Terminal): void {
  addServerCommand<{ all?: boolean }>(program, terminal, {
    usage: 'ps',
    description: 'show which servers are up, and what is loaded',
    examples: [
      ['tabby ps', 'the server of the environment or the default, and all saved ones'],
      ['tabby ps --server home', 'one of them'],
    ],
    async run({ client, url, settings, signal, print }, _words, flags) {
      const named = [...(await readNamedServers(findServerFile(terminal), terminal))]
      const isOne = flags.server !== undefined || flags.url !== undefined
      const current = { ...settings, name: named.find(([, server]) => server.url === url)?.[0] ?? null }
      const others = named
        .filter(([, server]) => server.url !== url)
        .map(([name, { url: baseUrl, apiKey, adminKey }]) => ({ name, baseUrl, apiKey, adminKey }))
      const asked = isOne
        ? [{ ...current, baseUrl: client.baseUrl }]
        : [{ ...current, baseUrl: client.baseUrl }, ...others]
      const states = await Promise.all(asked.map((server) => readState(server, signal, terminal)))
      signal.throwIfAborted()
      const rows = states.map(({ name, url: address, state, model, context, embedding_model: embedding }) => [
        ...(named.length > 0 ? [name ?? ''] : []),
        address,
        state,
        [model, embedding].filter(Boolean).join(', '),
        context ? `${context} tokens` : '',
      ])
      await print(states, formatTable(rows))
    },
  })
}

async function readState(
  { name, baseUrl = '', apiKey, adminKey }: ServerSettings & { name: string | null },
  interrupted: AbortSignal,
  terminal: Terminal,
): Promise<ServerState> {
  const signal = AbortSignal.any([interrupted, AbortSignal.timeout(patience)])
  const options = { signal, retry: false } as const
  const known = { name, url: baseUrl, model: null, context: null, embedding_model: null }
  try {
    const bearerToken = await readLoginToken(baseUrl, terminal)
    const client = createTabbyClient({ baseUrl, apiKey, adminKey, ...(bearerToken && { bearerToken }) })
    const { status } = await getHealth(client, options)
    const ask = (request: Promise<ModelCard>): Promise<ModelCard | null> =>
      request.catch((error: unknown) => {
        if (isTabbyError(error) && error.code === 'no_model_loaded') return null
        throw error
      })
    const [model, embedding] = await Promise.all([
      ask(getModel(client, options)),
      ask(getEmbeddingModel(client, options)),
    ])
    return {
      ...known,
      state: status === 'healthy' ? 'up' : status,
      model: model?.id ?? null,
      context: model?.parameters?.max_seq_len ?? null,
      embedding_model: embedding?.id ?? null,
    }
  } catch (error) {
    return { ...known, state: isTabbyError(error) ? getAdvice(error).title.toLowerCase() : 'no response' }
  }
}
