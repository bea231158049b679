import { forgetAllowedTool } from '../state/allowed-tools.js'
import { mcpConnections, type McpServer, readMcpToken, setMcpConnection, toPrefix } from './mcp-servers.js'

const attempts = new Map<string, Promise<void>>()

/** Connects to a server and lists its tools. It never throws: what became of it is the connection. */
export function connectMcpServer(server: McpServer): Promise<void> {
  const { name } = server
  const running = mcpConnections.value.get(name)?.state === 'connecting' ? attempts.get(name) : undefined
  const attempt = running ?? connect(server)
  attempts.set(name, attempt)
  return attempt
}

async function connect(server: McpServer): Promise<void> {
  const { name, url } = server
  const controller = new AbortController()
  const { signal } = controller
  const stop = () => {
    controller.abort()
    setMcpConnection(name, undefined)
  }
  setMcpConnection(name, { state: 'connecting', tools: [], close: stop })
  const { describeMcpFailure, openMcpServer } = await import('./open-mcp-server.js')
  try {
    const onLost = (error: unknown) => fail(describeMcpFailure(error))
    const opened = await openMcpServer({ url, prefix: toPrefix(server), token: readMcpToken(url), signal, onLost })
    if (signal.aborted) {
      opened.close()
      return
    }
    const close = () => {
      setMcpConnection(name, undefined)
      opened.close()
    }
    // A server may have changed what they do.
    for (const tool of opened.tools) forgetAllowedTool(tool.function.name)
    setMcpConnection(name, { state: 'open', tools: opened.tools, close })
  } catch (error) {
    if (!signal.aborted) fail(describeMcpFailure(error))
  }

  function fail(failure: string) {
    setMcpConnection(name, { state: 'failed', failure, tools: [], close: () => setMcpConnection(name, undefined) })
    return failure
  }
}
