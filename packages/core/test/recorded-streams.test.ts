import { everyCut, everySplit, getRecording } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import type { TabbyStreamError } from '../src/index.js'
import { joinWatches } from '../src/client/tabby-watch.js'
import { openStream } from '../src/stream/open-stream.js'

/** A choice is over when it has its finish_reason; a load is when the model is finished. */
interface Event {
  choices?: { index: number; finish_reason: string | null }[]
  model_type?: string
  status?: string
}
function createCollector() {
  const open = new Map<number, boolean>()
  let isLoaded = false
  const values: Event[] = []
  return {
    add(event: Event) {
      values.push(event)
      for (const { index, finish_reason } of event.choices ?? []) open.set(index, !finish_reason)
      if (event.model_type === 'model' && event.status === 'finished') isLoaded = true
    },
    getResult: () => values.length,
    isComplete: () => isLoaded || (open.size > 0 && [...open.values()].every((isOpen) => !isOpen)),
  }
}

const settings = {
  idleTimeout: false,
  eventTimeout: false,
  maxEventSize: 1_000_000,
  maxResponseSize: 1_000_000,
} as const

/** Reads a body given in pieces: each event as text, and the reason of a failure. */
async function read(pieces: readonly Uint8Array[]) {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece)
      controller.close()
    },
  })
  const stream = openStream<Event>(body, {
    request: { path: '/', collector: createCollector() },
    settings,
    isDocument: false,
    watch: joinWatches(),
    hide: (text) => text,
    headers: new Headers(),
  })
  const events: string[] = []
  try {
    for await (const value of stream) events.push(JSON.stringify(value))
    return { events, reason: undefined }
  } catch (error) {
    return { events, reason: (error as TabbyStreamError).reason }
  }
}

/** One stream of each kind; the services cut and split all that they read. */
const names = [
  'chat_fail_after_3_tokens_stream',
  'chat_logprobs_zero_probability_token_stream',
  'chat_n2_usage_stream',
  'chat_tools_usage_stream',
  'chat_unicode_stream',
  'completion_n3_length_stream',
  'completion_stream_context_error_INSIDE_stream',
  'load_oom_midway',
  'load_vision',
  'ping_model_load',
]

test.each(names)('%s reads the same wherever the network splits it', async (name) => {
  const { body } = getRecording(name).response
  const whole = await read([new TextEncoder().encode(body)])
  expect(whole.events.length + (whole.reason ? 1 : 0)).toBeGreaterThan(0)
  for (const pieces of everySplit(body)) {
    const { events, reason } = await read(pieces)
    if (events.join() !== whole.events.join() || reason !== whole.reason) expect({ events, reason }).toEqual(whole)
  }
})

test.each(names)('%s, cut anywhere, is whole or truncated, and never another answer', async (name) => {
  const { body } = getRecording(name).response
  const whole = await read([new TextEncoder().encode(body)])
  let truncated = 0
  for (const piece of everyCut(body)) {
    const { events, reason } = await read([piece])
    if (reason !== 'truncated') expect({ events, reason }).toEqual(whole)
    else if (events.join() === whole.events.slice(0, events.length).join()) truncated++
    else expect(events).toEqual(whole.events)
  }
  expect(truncated).toBeGreaterThan(body.length / 3)
})
