import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { createTabbyClient, type TabbyClientOptions } from '@tabby/core'
import { createDemoWorld, type Emulator, type EmulatorOptions, type World } from '@tabby/emulator'
import { serveEmulator } from '@tabby/emulator/testing'
import OpenAI from 'openai'
import { onTestFinished } from 'vitest'
import { createOpenAIFetch, createOpenAIHandler, type OpenAIHandlerOptions } from '../src/index.js'

/** Puts a handler behind a port, as Node's own server would. */
export async function serveHandler(handler: (request: Request) => Promise<Response>): Promise<string> {
  const server = createServer(async (incoming, outgoing) => {
    const controller = new AbortController()
    outgoing.on('close', () => controller.abort())
    const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD'
    const body = hasBody ? await new Response(Readable.toWeb(incoming) as ReadableStream).text() : null
    const { signal } = controller
    const headers = new Headers(incoming.headers as Record<string, string>)
    const request = new Request(`http://localhost${incoming.url}`, { method: incoming.method!, headers, body, signal })
    const response = await handler(request)
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).flushHeaders()
    try {
      for await (const bytes of response.body ?? []) {
        // Leaving the loop cancels the body: the signal alone is lost once a Request was collected.
        if (outgoing.destroyed) break
        outgoing.write(bytes)
      }
      outgoing.end()
    } catch {
      outgoing.destroy()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** An emulator behind a port, and OpenAI's client before it in each way there is. */
export async function openOpenAI({
  emulator: settings,
  client: options,
  handler,
}: {
  emulator?: EmulatorOptions
  client?: TabbyClientOptions
  handler?: OpenAIHandlerOptions
} = {}) {
  const { emulator, url } = await serveEmulator({ journal: 100, ...settings, closeWith: onTestFinished })
  const client = createTabbyClient({ baseUrl: url, ...options })
  const fetch = createOpenAIFetch(client, handler)
  const port = await serveHandler(createOpenAIHandler(client, handler))
  const apiKey = 'the-key-of-the-caller'
  return {
    emulator,
    client,
    fetch,
    /** Bodies that the server got, oldest first. */
    getBodies: () => emulator.journal.map(({ body }) => JSON.parse(body || 'null') as Record<string, unknown>),
    port,
    /** The framework alone: it speaks to the server itself. */
    alone: new OpenAI({ baseURL: `${url}/v1`, apiKey }),
    ways: {
      'through fetch': new OpenAI({ baseURL: 'http://tabby/v1', apiKey, fetch }),
      'through a port': new OpenAI({ baseURL: `${port}/v1`, apiKey }),
    },
  }
}

/** The two ways of {@link openOpenAI}. */
export const ways = ['through fetch', 'through a port'] as const

/** A demo world in which the model says what a test wants to hear. */
export function scriptWorld(conversation: NonNullable<World['conversation']>, changes: Partial<World> = {}): World {
  return { ...createDemoWorld(), conversation, ...changes }
}

/** Waits until something is true, for at most two seconds. */
export async function waitFor(isTrue: () => boolean): Promise<void> {
  for (const end = performance.now() + 2000; !isTrue() && performance.now() < end;) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Waits until the server noticed that its client left, and returns after how many milliseconds. */
export async function waitForStop({ journal }: Pick<Emulator, 'journal'>): Promise<number> {
  await waitFor(() => journal[0]?.leftAfterMilliseconds !== undefined)
  return journal[0]?.leftAfterMilliseconds ?? Infinity
}
