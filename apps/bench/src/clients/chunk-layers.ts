import { createTabbyClient, requestStream } from '@tabby/core'
import { createParser } from 'eventsource-parser'
import type { BenchClient, CreateBenchClient } from './bench-client.js'

/** A client that does one layer more than the one before it; what it costs more is what the layer costs. */
function readWith(take: (bytes: Uint8Array) => void): CreateBenchClient {
  return (baseUrl, { apiKey, model, messages }) => ({
    async streamText() {
      const { body } = await fetch(`${baseUrl}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': apiKey },
        body: JSON.stringify({ model, messages, stream: true }),
      })
      const reader = body!.getReader()
      for (;;) {
        const { value } = await reader.read()
        if (!value) return
        take(value)
      }
    },
    createText: () => Promise.reject(new Error('streams only')),
  })
}

const createParsing = (onData: (data: string) => void) => {
  const decoder = new TextDecoder()
  const parser = createParser({ onEvent: ({ data }) => onData(data) })
  return readWith((bytes) => parser.feed(decoder.decode(bytes, { stream: true })))
}

/** Socket, HTTP and the body stream of fetch. */
export const readSocket: CreateBenchClient = (...given) => readWith(() => {})(...given)

/** And the bytes made text. */
export const decodeText: CreateBenchClient = (...given) => {
  const decoder = new TextDecoder()
  return readWith((bytes) => void decoder.decode(bytes, { stream: true }))(...given)
}

/** And the text cut into events. */
export const parseEvents: CreateBenchClient = (...given) => createParsing(() => {})(...given)

/** And the events made objects. */
export const parseJson: CreateBenchClient = (...given) =>
  createParsing((data) => void (data === '[DONE]' || JSON.parse(data)))(...given)

interface Chunk {
  readonly choices: readonly { readonly delta: { readonly content?: string } }[]
}

/** And our stream: timeouts, end rules, one step of an async iterator for each event. What is left is the guard. */
export const iterateStream: CreateBenchClient = (baseUrl, { apiKey, model, messages }): BenchClient => {
  const client = createTabbyClient({ baseUrl, apiKey })
  return {
    async streamText(onText) {
      const request = { path: '/v1/chat/completions', body: { model, messages, stream: true } }
      for await (const { choices } of await requestStream<Chunk>(client, request as never)) {
        const content = choices[0]?.delta.content
        const wait = content && onText(content)
        if (wait) await wait
      }
    },
    createText: () => Promise.reject(new Error('streams only')),
  }
}
