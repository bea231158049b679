import { signal } from '@preact/signals'
import { measureStream } from '@tabby/chat'
import type { TabbyClient } from '@tabby/core'
import type { AnswerEvent } from '../chat/answer/answer-event.js'
import { createAnswerWriter } from '../chat/answer/create-answer-writer.js'
import { streamAnswer } from '../chat/answer/stream-answer.js'
import type { AnswerPart } from '../chat/conversation/conversation.js'
import { modelLoads } from '../models/load/model-loads.js'
import { runModelLoad } from '../models/load/run-model-load.js'
import { type CompareSide, findSideClient, readSideParams } from './compare-side.js'

/** What came of one side. */
export interface SideResult {
  state: 'waiting' | 'loading' | 'writing' | 'done' | 'stopped' | 'failed'
  model: string
  parts: readonly AnswerPart[]
  tokens: number
  tokensPerSecond: number | undefined
  /** In milliseconds. */
  timeToFirstToken: number | undefined
  error?: unknown
}

/** The question, which outlives a switch to another view. */
export const question = signal('')

/** What each side is asked with. */
export const sides = signal<readonly [CompareSide, CompareSide]>([
  { server: '', model: '', samplers: 'settings' },
  { server: '', model: '', samplers: 'greedy' },
])

/** What came of each side; undefined before the first question. */
export const results = signal<readonly [SideResult, SideResult] | undefined>(undefined)

/** Stops both sides; undefined while nothing runs. */
export const comparing = signal<AbortController | undefined>(undefined)

const fresh: SideResult = {
  state: 'waiting',
  model: '',
  parts: [],
  tokens: 0,
  tokensPerSecond: undefined,
  timeToFirstToken: undefined,
}

/** Asks both sides. They run at once, or one after the other where a server must load another model for one of them. */
export async function runComparison(): Promise<void> {
  if (comparing.peek()) return
  const controller = new AbortController()
  comparing.value = controller
  results.value = [fresh, fresh]
  const [left, right] = sides.peek()
  const isShared = left.server === right.server && Boolean(left.model || right.model)
  const run = (place: 0 | 1) => runSide(place, controller.signal)
  try {
    if (isShared) {
      await run(0)
      await run(1)
    } else await Promise.all([run(0), run(1)])
  } finally {
    comparing.value = undefined
  }
}

function change(place: 0 | 1, changed: Partial<SideResult>): void {
  const [left, right] = results.peek() ?? [fresh, fresh]
  results.value = place === 0 ? [{ ...left, ...changed }, right] : [left, { ...right, ...changed }]
}

async function runSide(place: 0 | 1, aborted: AbortSignal): Promise<void> {
  const side = sides.peek()[place]
  const writer = createAnswerWriter()
  let frame = 0
  try {
    aborted.throwIfAborted()
    const client = findSideClient(side)
    if (side.model) await loadFirst(client, side.model, place)
    aborted.throwIfAborted()
    change(place, { state: 'writing' })
    const params = readSideParams(side, question.peek())
    const approve = () => Promise.resolve(false)
    const measured = measureStream(streamAnswer(client, params, { signal: aborted, tools: [], approve }), {
      startedAt: performance.now(),
    })
    const show = () => {
      frame = 0
      const { tokens, serverTokensPerSecond, tokensPerSecond, timeToFirstToken } = measured.statistics
      const speed = serverTokensPerSecond ?? tokensPerSecond
      change(place, { parts: writer.read(), tokens, tokensPerSecond: speed, timeToFirstToken })
    }
    try {
      for await (const event of measured as AsyncIterable<AnswerEvent>) {
        writer.add(event)
        if (event.type === 'end') change(place, { model: event.model })
        frame ||= requestAnimationFrame(show)
      }
    } finally {
      cancelAnimationFrame(frame)
      show()
    }
    change(place, { state: 'done' })
  } catch (error) {
    change(place, aborted.aborted ? { state: 'stopped' } : { state: 'failed', error })
  }
}

/** Loads the model of a side, unless it is loaded: the server says so at once, and keeps it. */
async function loadFirst(client: TabbyClient, name: string, place: 0 | 1): Promise<void> {
  change(place, { state: 'loading' })
  await runModelLoad(client, { model_name: name })
  const load = modelLoads.peek()[client.baseUrl]
  if (load?.phase === 'failed') throw load.error
}
