import type { Tool } from '@tabby/chat'
import { listMcpTools, type McpTool } from '@tabby/mcp'
import type { ChatLog } from '../chat/open-chat-log.js'
import { UsageError } from '../failure/errors.js'
import type { Report } from '../output/report.js'
import type { Terminal } from '../terminal/terminal.js'
import { connectMcpServer } from './connect-mcp-server.js'
import type { McpServer } from './mcp-server.js'
import { parseMcpCommand } from './parse-mcp-command.js'
import type { McpFlags } from './mcp-flags.js'
import { readMcpConfig } from './read-mcp-config.js'

/** The servers of a chat. */
export interface OpenMcpServers {
  readonly tools: readonly Tool[]
  /** Names of tools that run without asking. */
  readonly allowed: Set<string>
  /** Ends the servers that were started. */
  close(): Promise<void>
}

/** Where it is shown, and what ends the wait for a server. */
interface OpenOptions {
  readonly terminal: Pick<Terminal, 'secrets' | 'interrupted'>
  readonly report: Report
  /** Where what servers write to standard error is kept. */
  readonly log: ChatLog | undefined
}

/** How long servers start before the user is told to wait, in milliseconds. */
const patience = 2000

/** Opens the servers of the flags, all at once. If one fails, the others are ended. */
export async function openMcpServers(flags: McpFlags, { terminal, report, log }: OpenOptions): Promise<OpenMcpServers> {
  const servers = nameApart([
    ...(flags.mcpConfig === undefined ? [] : await readMcpConfig(flags.mcpConfig)),
    ...(flags.mcp ?? []).map(parseMcpCommand),
  ])
  if (servers.length === 0 && flags.mcp === undefined && flags.mcpConfig === undefined) {
    const { mcpTools, allowReadOnly } = flags
    const [needless] =
      Object.entries({ '--mcp-tools': mcpTools, '--allow-read-only': allowReadOnly }).find(
        ([, value]) => value !== undefined,
      ) ?? []
    if (needless) throw new UsageError(`${needless} is for MCP servers: use it with --mcp or --mcp-config`)
  }
  for (const { target } of servers) for (const secret of listSecrets(target)) terminal.secrets.add(secret)
  const missing = new Set(flags.mcpTools)
  const closers: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    await Promise.all(closers.map((end) => end()))
  }
  const openOne = async (server: McpServer): Promise<McpTool[]> => {
    const { name } = server
    const client = await connectMcpServer(server, { signal: terminal.interrupted, log })
    let state: 'open' | 'ended' | 'told' | 'closing' = 'open'
    closers.push(async () => {
      state = 'closing'
      await client.close()
    })
    client.onclose = () => {
      if (state === 'open') state = 'ended'
    }
    const prefix = `${name}__`
    const listed = await listMcpTools(client, { prefix })
    for (const tool of listed) missing.delete(tool.function.name)
    const tools = listed.filter((tool) => flags.mcpTools?.includes(tool.function.name) ?? true)
    const tell = async (error: unknown): Promise<never> => {
      if (state !== 'ended' && state !== 'told') throw error
      const sentence = `the MCP server ${name} has ended`
      if (state === 'ended') {
        state = 'told'
        await report.show({ type: 'note', text: `${sentence}: its tools fail until you start the chat again` })
      }
      throw new Error(sentence, { cause: error })
    }
    const count = listed.length === 1 ? '1 tool' : `${listed.length} tools`
    const what = tools.length === listed.length ? count : `${tools.length} of ${count}`
    await report.show({ type: 'note', text: `MCP server ${name}: ${what}` })
    return tools.map((tool) => ({
      ...tool,
      // A server that is gone is no reason to end the chat.
      onError: 'tell-model',
      run: async (args, context) => {
        try {
          return await tool.run(args, context)
        } catch (error) {
          return tell(error)
        }
      },
    }))
  }
  // npx may download a server first.
  const waiting = { type: 'note', text: 'waiting for MCP servers to start; Ctrl-C cancels' } as const
  const timer = setTimeout(() => void report.show(waiting), patience)
  const opened = await Promise.allSettled(servers.map(openOne))
  clearTimeout(timer)
  const failed = opened.find((result) => result.status === 'rejected')
  if (failed) {
    await close()
    terminal.interrupted.throwIfAborted()
    throw failed.reason
  }
  if (missing.size > 0) {
    await close()
    throw new UsageError(`no MCP server has a tool ${[...missing].join(', ')}: /tools of a chat lists them`)
  }
  const tools = opened.flatMap((result) => (result.status === 'fulfilled' ? result.value : []))
  const readers = flags.allowReadOnly ? tools.filter(({ annotations }) => annotations.readOnlyHint === true) : []
  return { tools, allowed: new Set(readers.map((tool) => tool.function.name)), close }
}

/** Two servers of `--mcp` may be the same program; a name in a file is the user's own. */
function nameApart(servers: readonly McpServer[]): McpServer[] {
  const names = new Set<string>()
  return servers.map(({ name, target }) => {
    let unique = name
    for (let count = 2; names.has(unique); count++) unique = `${name}_${count}`
    names.add(unique)
    return { name: unique, target }
  })
}

/** Lists the values of `env` and `headers`, and any secrets in an address. Paths stay readable in questions. */
function listSecrets(target: McpServer['target']): string[] {
  if ('command' in target) return Object.values(target.env).filter((value) => !/^(?:[/~]|[a-z]:[\\/])/i.test(value))
  const { username, password, searchParams } = new URL(target.url)
  return [...Object.values(target.headers), username, password, ...searchParams.values()].filter(Boolean)
}
