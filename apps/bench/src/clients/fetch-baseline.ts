import { createParser } from 'eventsource-parser'
import type { CreateBenchClient } from './bench-client.js'

interface Chunk {
  readonly choices: readonly { readonly delta: { readonly content?: string } }[]
}

/** Reads a body of events with the parser and JSON.parse, and nothing else. */
export async function readBody(body: ReadableStream<Uint8Array>, onText: (text: string) => void | Promise<void>) {
  let events: Chunk[] = []
  let isDone = false
  const parser = createParser({
    onEvent({ data }) {
      if (data === '[DONE]') isDone = true
      else events.push(JSON.parse(data))
    },
  })
  const reader = body.getReader()
  const decoder = new TextDecoder()
  while (!isDone) {
    const { value } = await reader.read()
    if (!value) break
    parser.feed(decoder.decode(value, { stream: true }))
    const arrived = events
    events = []
    for (const { choices } of arrived) {
      const content = choices[0]?.delta.content
      const wait = content && onText(content)
      if (wait) await wait
    }
  }
  // The last bytes are let in, so that the connection serves the next call.
  await reader.read()
}

/** The baseline: what anybody would have to do. No error handling, no timeout, no retry, no type that is checked. */
export const createBenchClient: CreateBenchClient = (baseUrl, { apiKey, model, messages }) => {
  const post = (stream: boolean) =>
    fetch(`${baseUrl}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': apiKey },
      body: JSON.stringify({ model, messages, stream }),
    })
  return {
    async streamText(onText) {
      await readBody((await post(true)).body!, onText)
    },
    async createText() {
      const { choices } = JSON.parse(await (await post(false)).text())
      return choices[0].message.content
    },
  }
}
