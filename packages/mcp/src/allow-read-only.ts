import type { ToolCall, ToolVerdict } from '@tabby/chat'
import { TabbyRequestError } from '@tabby/core'
import type { McpTool } from './mcp-tool.js'

/**
 * Makes an `approve` for `runTools` that lets tools run which only read, by what their servers say about them.
 *
 * Makes no requests. A call of any other tool does not run, and the model is told why. `readOnlyHint` is the word of the
 * server: use it for servers that you trust.
 *
 * @param tools - The tools of the run, or those of them that `listMcpTools` returned.
 * @returns A function for `approve`.
 * @throws TabbyRequestError when `tools` is not a list.
 *
 * @example
 * ```ts no-run (it starts a server from npm)
 * import { runTools } from '@tabby/chat'
 * import { createTabbyClient } from '@tabby/core'
 * import { allowReadOnly, listMcpTools } from '@tabby/mcp'
 * import { Client } from '@modelcontextprotocol/client'
 * import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
 *
 * const mcp = new Client({ name: 'example', version: '1.0.0' })
 * const command = { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '.'] }
 * await mcp.connect(new StdioClientTransport(command))
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const tools = await listMcpTools(mcp)
 * const messages = [{ role: 'user', content: 'Which files are here?' }]
 * console.log((await runTools(client, { messages }, { tools, approve: allowReadOnly(tools) })).text)
 * await mcp.close()
 * ```
 */
export function allowReadOnly(
  tools: readonly Pick<McpTool, 'function' | 'annotations'>[],
): (call: ToolCall) => ToolVerdict {
  if (!Array.isArray(tools))
    throw new TabbyRequestError('allowReadOnly: tools must be a list, such as listMcpTools returns')
  const readers = new Set(
    tools.filter((tool) => tool.annotations?.readOnlyHint === true).map((tool) => tool.function.name),
  )
  return ({ function: { name } }) =>
    readers.has(name) || `${name} may change something, and only tools that read are allowed`
}
