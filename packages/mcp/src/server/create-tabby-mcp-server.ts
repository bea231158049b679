import { McpServer } from '@modelcontextprotocol/server'
import { type TabbyClient, TabbyRequestError } from '@tabby/core'
import { isRecord } from '@tabby/kit/deltas/is-record'
import { addAdminTools } from './add-admin-tools.js'
import { addChatTools } from './add-chat-tools.js'
import { addReadTools } from './add-read-tools.js'

/** What an MCP server may do. */
export interface TabbyMcpServerOptions {
  /** Whether models can be loaded and unloaded through it: that stops whoever uses the loaded one. Default `false`. */
  readonly admin?: boolean | undefined
}

/**
 * Makes an MCP server whose tools are a TabbyAPI server: `chat`, `complete`, `embed`, `count_tokens`, `list_models` and
 * `get_model`, and with `admin` also `load_model` and `unload_model`.
 *
 * Makes no requests until a tool is called: `chat` sends `POST /v1/chat/completions`, `complete` `POST /v1/completions`,
 * and so on. Both send progress while the model writes, `load_model` for each module. A cancelled call stops the model,
 * where calls share a connection, as over stdio. A failure is a result with `isError`, and its text is the message of the
 * `TabbyError`. An MCP server serves one connection: for HTTP, make one for each request of `createMcpHandler`.
 *
 * @param client - Where the tools go: one server, or a client with wrappers. `admin` needs one with an `adminKey`.
 * @param options - Whether models can be loaded.
 * @returns The server. Connect it to a transport of `@modelcontextprotocol/server` 2.
 * @throws TabbyRequestError when an argument is not valid.
 *
 * @example
 * ```ts no-run (it serves until its input ends)
 * import { createTabbyClient } from '@tabby/core'
 * import { createTabbyMcpServer } from '@tabby/mcp/server'
 * import { serveStdio } from '@modelcontextprotocol/server/stdio'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const server = serveStdio(() => createTabbyMcpServer(client))
 * process.once('SIGTERM', () => server.close())
 * ```
 */
export function createTabbyMcpServer(client: TabbyClient, options?: TabbyMcpServerOptions): McpServer {
  const { admin = false }: TabbyMcpServerOptions = options ?? {}
  if (!isRecord(client) || typeof client.send !== 'function') {
    throw new TabbyRequestError(
      'createTabbyMcpServer: the first argument must be a client, such as createTabbyClient() returns',
    )
  }
  if (typeof admin !== 'boolean') throw new TabbyRequestError('createTabbyMcpServer: admin must be true or false')
  const server = new McpServer({ name: 'tabbyapi', version: '1.0.0' })
  addChatTools(server, client)
  addReadTools(server, client)
  if (admin) addAdminTools(server, client)
  return server
}
