import { Client, SdkHttpError, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client'
import { listMcpTools, type McpTool } from '@tabby/mcp'
import { toolWords } from '../../words/tool-words.js'

/** Where a server is. */
export interface OpenMcpServerOptions {
  url: string
  /** Put in front of the name of each tool. */
  prefix: string
  /** Sent as a bearer token; empty for none. */
  token: string
  signal: AbortSignal
  /** Called when a call has failed because the server is gone; it returns a sentence for the model. */
  onLost: (error: unknown) => string
}

/**
 * Connects to a server over streamable HTTP, and lists its tools.
 *
 * @throws What the MCP client throws; `describeMcpFailure` makes a sentence of it.
 */
export async function openMcpServer(options: OpenMcpServerOptions): Promise<{ tools: McpTool[]; close: () => void }> {
  const { url, prefix, token, signal, onLost } = options
  const client = new Client({ name: 'tabby-playground', version: '1.0.0' })
  const requestInit = { headers: token ? { Authorization: `Bearer ${token}` } : {} }
  const close = () => void client.close().catch(() => undefined)
  try {
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }), { signal })
    signal.throwIfAborted()
    const listed = await listMcpTools(client, { prefix })
    const tools = listed.map((tool): McpTool => ({ ...tool, onError: 'tell-model', run: guard(tool, onLost) }))
    return { tools, close }
  } catch (error) {
    close()
    throw error
  }
}

/** What a server refuses stays as it is; a server that is gone is no reason to end the reply. */
function guard(tool: McpTool, onLost: (error: unknown) => string): McpTool['run'] {
  return async (args, context) => {
    try {
      return await tool.run(args, context)
    } catch (error) {
      const isRefusal = typeof tool.onError === 'function' && tool.onError(error) === 'tell-model'
      if (isRefusal || context.signal.aborted) throw error
      throw new Error(onLost(error), { cause: error })
    }
  }
}

/** Says what went wrong with a server. */
export function describeMcpFailure(error: unknown): string {
  if (error instanceof UnauthorizedError) return toolWords.tokenIsRejected
  if (error instanceof SdkHttpError && (error.status === 401 || error.status === 403)) return toolWords.tokenIsRejected
  // What fetch throws says nothing about the reason, so that pages cannot look around in a network.
  if (error instanceof TypeError) return toolWords.cannotReach
  return toolWords.serverFailed(error instanceof Error ? error.message : String(error))
}
