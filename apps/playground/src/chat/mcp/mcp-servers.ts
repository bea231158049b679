import { signal } from '@preact/signals'
import type { McpTool } from '@tabby/mcp'
import { createKeptList } from '../../ui/create-kept-list.js'
import { keepValue, readKeptValue } from '../../ui/kept-value.js'
import { chatSettings } from '../state/chat-settings.js'

/** An MCP server that the user has named. */
export interface McpServer {
  /** What the names of its tools begin with. */
  name: string
  url: string
}

/** The connection to a server. A reload ends it. */
export interface McpConnection {
  state: 'connecting' | 'open' | 'failed'
  /** Why it failed, as a sentence. */
  failure?: string | undefined
  tools: readonly McpTool[]
  /** Ends it, or the attempt. */
  close: () => void
}

const tokenPlace = 'tabby-mcp-tokens'
const list = createKeptList('tabby-mcp-servers', readServer)

/** The servers. They outlive the tab, their tokens do not. */
export const mcpServers = list.entries

/** The connections, by the name of the server. */
export const mcpConnections = signal<ReadonlyMap<string, McpConnection>>(new Map())

/** Adds a server. */
export function addMcpServer(url: string, token: string): McpServer {
  const server = { name: findName(new URL(url).hostname), url }
  list.keep([...mcpServers.value, server])
  if (token) keepValue('sessionStorage', tokenPlace, JSON.stringify({ ...readTokens(), [url]: token }))
  return server
}

/** Removes a server, its token and its connection. */
export function removeMcpServer({ name, url }: McpServer): void {
  mcpConnections.value.get(name)?.close()
  setMcpConnection(name, undefined)
  list.keep(mcpServers.value.filter((each) => each.name !== name))
  const { [url]: _, ...tokens } = readTokens()
  keepValue('sessionStorage', tokenPlace, JSON.stringify(tokens))
}

/** Changes a connection, or removes it. */
export function setMcpConnection(name: string, connection: McpConnection | undefined): void {
  const changed = new Map(mcpConnections.value)
  if (connection) changed.set(name, connection)
  else changed.delete(name)
  mcpConnections.value = changed
}

/** The token of a server; empty if it has none. */
export function readMcpToken(url: string): string {
  const token: unknown = readTokens()[url]
  return typeof token === 'string' ? token : ''
}

/** What the names of the tools of a server begin with. */
export const toPrefix = ({ name }: McpServer): string => `${name}__`

/** Whether the model may call any tool of a server. */
export const isMcpServerUsed = (server: McpServer): boolean =>
  chatSettings.value.tools.some((tool) => tool.startsWith(toPrefix(server)))

/** `mcp.example.com` is `mcp_example_com`; a second one on the same host is `mcp_example_com_2`. */
function findName(host: string): string {
  const base = host.replaceAll(/[^\w-]+/g, '_').slice(0, 24)
  const names = new Set(mcpServers.value.map(({ name }) => name))
  let name = base
  for (let count = 2; names.has(name); count++) name = `${base}_${count}`
  return name
}

function readServer(kept: unknown): McpServer | undefined {
  const { name, url } = (kept ?? {}) as Partial<Record<keyof McpServer, unknown>>
  return typeof name === 'string' && typeof url === 'string' ? { name, url } : undefined
}

function readTokens(): Record<string, unknown> {
  try {
    const tokens: unknown = JSON.parse(readKeptValue('sessionStorage', tokenPlace) ?? '{}')
    return typeof tokens === 'object' && tokens !== null ? (tokens as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
