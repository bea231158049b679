import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { createMcpHandler, fromJsonSchema, McpServer } from '@modelcontextprotocol/server'

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*, authorization',
  'access-control-expose-headers': 'mcp-session-id, mcp-protocol-version',
}

/** A server with three tools, and what it was asked with. */
export interface TestMcpServer {
  url: string
  /** Names of the tools that were called, and `cancelled` for each call that was given up. */
  calls: string[]
  close: () => Promise<void>
}

/** An MCP server of the SDK over streamable HTTP, with a token, for pages of every origin. */
export async function serveMcp(token: string): Promise<TestMcpServer> {
  const calls: string[] = []
  const inputSchema = fromJsonSchema<{ message?: string }>({
    type: 'object',
    properties: { message: { type: 'string' } },
  })
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'test', version: '1.0.0' })
    const add = (name: string, description: string, run: (message: string) => Promise<string>) =>
      server.registerTool(name, { description, inputSchema }, async ({ message = '' }) => {
        calls.push(name)
        return { content: [{ type: 'text', text: await run(message) }] }
      })
    add('echo', 'Says the message again', (message) => Promise.resolve(`Echo: ${message}`))
    add('refuse', 'Refuses every message', () => Promise.reject(new Error('the library is shut')))
    add('wait', 'Waits forever', () => new Promise<string>(() => undefined))
    return server
  })
  const answer = async (request: Request, outgoing: ServerResponse) => {
    const isAllowed = request.headers.get('authorization') === `Bearer ${token}`
    const response = isAllowed ? await handler.fetch(request) : new Response('no token', { status: 401 })
    outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), ...cors }).flushHeaders()
    for await (const bytes of response.body ?? []) outgoing.write(bytes)
    outgoing.end()
  }
  const server = createServer(async (incoming, outgoing) => {
    const { method = 'GET', headers, url } = incoming
    if (method === 'OPTIONS') {
      outgoing.writeHead(204, cors).end()
      return
    }
    const controller = new AbortController()
    outgoing.on('close', () => controller.abort())
    const body = method === 'POST' ? await new Response(Readable.toWeb(incoming) as ReadableStream).text() : null
    if (body?.includes('notifications/cancelled')) calls.push('cancelled')
    const init = { method, headers: headers as Record<string, string>, body, signal: controller.signal }
    await answer(new Request(`http://127.0.0.1${url}`, init), outgoing).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
