import type { McpTool } from '@tabby/mcp'
import { toolWords } from '../../words/tool-words.js'
import { connectMcpServer } from './connect-mcp-server.js'
import { isMcpServerUsed, mcpConnections, mcpServers } from './mcp-servers.js'

/**
 * The tools of MCP servers with these names. Servers whose tools are wanted are connected to where they are not.
 *
 * @throws Error with a sentence if one cannot be reached. After an abort, its reason.
 */
export async function listUsedMcpTools(names: readonly string[], signal: AbortSignal): Promise<McpTool[]> {
  const used = mcpServers.value.filter(isMcpServerUsed)
  const closed = used.filter(({ name }) => mcpConnections.value.get(name)?.state !== 'open')
  const stop = () => closed.forEach(({ name }) => mcpConnections.value.get(name)?.close())
  signal.addEventListener('abort', stop)
  await Promise.all(closed.map(connectMcpServer))
  signal.removeEventListener('abort', stop)
  signal.throwIfAborted()
  return used.flatMap(({ name }) => {
    const { state, failure = '', tools = [] } = mcpConnections.value.get(name) ?? {}
    if (state !== 'open') throw new Error(toolWords.cannotUse(name, failure))
    return tools.filter((tool) => names.includes(tool.function.name))
  })
}
