import { defineTool } from '@tabby/chat'
import { TabbyRequestError } from '@tabby/core'
import { isRecord } from '@tabby/kit/deltas/is-record'
import { longestTimer } from '@tabby/kit/lifetime/longest-timer'
import type { Client } from '@modelcontextprotocol/client'
import type { McpAnnotations, McpTool } from './mcp-tool.js'
import { toResultText } from './to-result-text.js'

/** Which tools of a server a model gets, and under what names. */
export interface McpToolsOptions {
  /** Put in front of each name, such as `files__`: two servers may both have a tool `search`. */
  readonly prefix?: string | undefined
  /**
   * Chooses tools. Each one costs prompt tokens in every step, and the 13 of server-everything cost more than a thousand.
   */
  readonly filter?: ((tool: { readonly name: string; readonly annotations: McpAnnotations }) => boolean) | undefined
}

/**
 * Lists the tools of an MCP server as tools for `runTools` and `streamTools`.
 *
 * Calls `tools/list` of the server once, and `tools/call` whenever the model calls a tool. Texts of a result are joined;
 * resources are told by their text, links by their address, images and audio as a note, because a model reads the result
 * of a tool as text. A result with `isError` is a `problem` of the run, which the model is told. A server that is gone
 * makes the tool throw, so `onToolError` of the run decides. The run's abort and `toolTimeout` cancel the call.
 *
 * @param mcp - A connected client of `@modelcontextprotocol/client` 2.
 * @param options - Names and choice of tools.
 * @returns The tools, with the `annotations` of their server.
 * @throws TabbyRequestError when an argument is not valid, or a tool has an input schema that is not a JSON schema.
 * @throws Whatever the MCP client throws, such as when the server is gone.
 *
 * @example
 * ```ts no-run (it starts a server from npm)
 * import { runTools } from '@tabby/chat'
 * import { createTabbyClient } from '@tabby/core'
 * import { listMcpTools } from '@tabby/mcp'
 * import { Client } from '@modelcontextprotocol/client'
 * import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
 *
 * const mcp = new Client({ name: 'example', version: '1.0.0' })
 * const command = { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '.'] }
 * await mcp.connect(new StdioClientTransport(command))
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const tools = await listMcpTools(mcp, { prefix: 'files__', filter: ({ name }) => name.startsWith('list_') })
 * const messages = [{ role: 'user', content: 'Which files are here?' }]
 * console.log((await runTools(client, { messages }, { tools })).text)
 * await mcp.close()
 * ```
 */
export async function listMcpTools(
  mcp: Pick<Client, 'listTools' | 'callTool'>,
  options?: McpToolsOptions,
): Promise<McpTool[]> {
  const { prefix = '', filter }: McpToolsOptions = options ?? {}
  if (typeof mcp?.listTools !== 'function' || typeof mcp.callTool !== 'function') {
    throw new TabbyRequestError('listMcpTools: the first argument must be a client of @modelcontextprotocol/client')
  }
  if (typeof prefix !== 'string' || !/^[\w-]*$/.test(prefix)) {
    throw new TabbyRequestError('listMcpTools: prefix must be a text of letters, digits, _ and -')
  }
  if (filter !== undefined && typeof filter !== 'function') {
    throw new TabbyRequestError('listMcpTools: filter must be a function')
  }
  const { tools } = await mcp.listTools()
  /** Failures that a server reported. Whatever else is thrown means that the server is gone. */
  const refusals = new WeakSet<Error>()
  const refuse = (why: string) => {
    const refusal = new Error(why)
    refusals.add(refusal)
    return refusal
  }
  return tools.flatMap(({ name, title, description, inputSchema, annotations = {} }) => {
    const told: McpAnnotations = annotations
    if (filter && !filter({ name, annotations: told })) return []
    const { $schema: _, ...schema } = inputSchema as Record<string, unknown>
    const tool = defineTool({
      name: prefix + name,
      description: description ?? title ?? '',
      schema,
      async execute(args, { signal }) {
        if (!isRecord(args)) throw refuse('the arguments must be an object')
        // `toolTimeout` of the run decides, not the 60 seconds of the SDK.
        const result = await mcp.callTool({ name, arguments: args }, { signal, timeout: longestTimer })
        const text = toResultText(result)
        if (result.isError) throw refuse(text || 'its server does not say why')
        return text
      },
      onError: (error) => (error instanceof Error && refusals.has(error) ? 'tell-model' : undefined),
    })
    return [{ ...tool, annotations: told } as McpTool]
  })
}
