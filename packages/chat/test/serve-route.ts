import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'

/** A server of the user's own with one route, whose response is written to a socket as frameworks do it. */
export async function serveRoute(answer: (body: string) => Response | Promise<Response>) {
  const bodies: string[] = []
  const server = createServer(async (incoming, outgoing) => {
    let body = ''
    for await (const piece of incoming.setEncoding('utf8')) body += piece
    bodies.push(body)
    const response = await answer(body)
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).flushHeaders()
    const bytes = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0])
    outgoing.on('close', () => bytes.destroy())
    bytes.on('error', () => {}).pipe(outgoing)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void (server.closeAllConnections(), server.close()))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies }
}
