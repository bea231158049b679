import { readFileSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import { createEmulator, createDemoWorld } from '../../src/index.js'
import type { EmulatorOptions } from '../../src/index.js'
import { listen } from '../../src/node/index.js'

/** The members of answers and events that tests look at; a plain text or `[DONE]` has none of them. */
export interface Answer {
  choices: [Choice, ...Choice[]]
  usage: Record<string, number>
  error: { message: string; trace: unknown }
  detail: string
  text: string
  tokens: number[]
  length: number
}

interface ToolCall {
  id: string
  function: { name: string; arguments: string }
}

interface Choice {
  index: number
  finish_reason: string | null
  eos_reason: string | null
  text: string
  delta: { content?: string }
  message: {
    content: string
    reasoning_content: string
    tool_calls: [ToolCall, ...ToolCall[]]
  }
  logprobs: {
    tokens: string[]
    token_logprobs: number[]
    top_logprobs: Record<string, number>[]
    text_offset: number[]
  }
}

/** A server on a loopback socket, and how to talk to it. */
export interface Served {
  post(path: string, body: unknown, signal?: AbortSignal): Promise<Response>
  /** The parsed answer of a plain request. */
  json(path: string, body: unknown): Promise<{ status: number; body: Answer }>
  /** The payloads of a stream, `[DONE]` included; what came so far when the signal aborts. */
  events(path: string, body: object, signal?: AbortSignal): Promise<{ events: Answer[]; pings: number; ended: boolean }>
  get(path: string): Promise<Response>
}

export const chatPath = '/v1/chat/completions'
export const completionPath = '/v1/completions'

/** The world of the recordings without its keys. */
export function recordedWorld(): NonNullable<EmulatorOptions['world']> {
  const file = new URL('../../worlds/recorded.json', import.meta.url)
  const { keys: _keys, ...world } = JSON.parse(readFileSync(file, 'utf8'))
  return world
}

/** Serves a world until the test is over; without options the demo world. */
export async function serve(options: EmulatorOptions = { world: createDemoWorld() }): Promise<Served> {
  const listener = await listen(createEmulator(options))
  onTestFinished(() => listener.close())
  const headers = { 'content-type': 'application/json' }
  const post: Served['post'] = (path, body, signal) =>
    fetch(listener.url + path, { method: 'POST', headers, body: JSON.stringify(body), signal: signal ?? null })
  return {
    post,
    get: (path) => fetch(listener.url + path),
    async json(path, body) {
      const response = await post(path, body)
      const text = await response.text()
      return { status: response.status, body: text.startsWith('{') || text === 'null' ? JSON.parse(text) : text }
    },
    async events(path, body, signal) {
      const response = await post(path, { ...body, stream: true }, signal)
      let text = ''
      let ended = false
      try {
        const decoder = new TextDecoder()
        for await (const bytes of response.body ?? []) text += decoder.decode(bytes, { stream: true })
        ended = true
      } catch (error) {
        if (!signal?.aborted) throw error
      }
      const events = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) =>
        data.startsWith('{') ? JSON.parse(data.replace(/-Infinity/g, 'null')) : data.trim(),
      )
      return { events, pings: text.split(': ping').length - 1, ended }
    },
  }
}

/** One user message. */
export function ask(content: string): { messages: { role: string; content: string }[] } {
  return { messages: [{ role: 'user', content }] }
}

/** The content of all events of one choice. */
export function contentOf(events: readonly Answer[], choice = 0): string {
  return events
    .flatMap((event) => event.choices ?? [])
    .filter((entry) => entry.index === choice)
    .map((entry) => entry.delta?.content ?? entry.text ?? '')
    .join('')
}
