import { extname } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Client } from '@modelcontextprotocol/client'
import type { ChatLog } from '../chat/open-chat-log.js'
import { RefusedError } from '../failure/errors.js'
import type { McpServer } from './mcp-server.js'

/** What connects to a server, and what keeps its error output. */
export interface ConnectOptions {
  readonly signal: AbortSignal
  readonly log: ChatLog | undefined
}

/**
 * Starts a server and connects to it, or connects to an address. A program gets the variables of its `env` and a few of this
 * program's (PATH, HOME), and so none of the keys.
 *
 * @throws RefusedError with the name of the server; its command line and address, which may hold secrets, are not repeated.
 */
export async function connectMcpServer({ name, target }: McpServer, { signal, log }: ConnectOptions): Promise<Client> {
  // Imported only here, so that nobody else waits for them.
  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client')
  const { StdioClientTransport } = await import('@modelcontextprotocol/client/stdio')
  const client = new Client({ name: 'tabby', version: '1.0.0' })
  try {
    if ('url' in target) {
      const requestInit = { headers: target.headers }
      await client.connect(new StreamableHTTPClientTransport(new URL(target.url), { requestInit }), { signal })
    } else {
      const { command, args, env, cwd } = target
      const transport = new StdioClientTransport({
        command: process.execPath,
        args: [guardPath, command, ...args],
        env,
        stderr: log ? 'pipe' : 'ignore',
        ...(cwd !== undefined && { cwd }),
      })
      if (log) {
        const lines = createInterface({ input: transport.stderr as Readable })
        lines.on('line', (text) => log.write({ type: 'stderr', server: name, text }))
      }
      await client.connect(transport, { signal })
    }
    return client
  } catch (error) {
    await client.close()
    signal.throwIfAborted()
    throw new RefusedError(`the MCP server ${name} did not start: ${describe(error)}`, { cause: error })
  }
}

/** Beside this module in the build. */
const guardPath = fileURLToPath(new URL(`guard-server${extname(import.meta.url)}`, import.meta.url))

function describe(error: unknown): string {
  const { code, message, cause } = error as Error & { code?: unknown; cause?: { code?: unknown } }
  if (code === 'CONNECTION_CLOSED') return 'it ended before it was ready; --log FILE keeps what it says'
  return typeof cause?.code === 'string' ? `${message} (${cause.code})` : message
}
