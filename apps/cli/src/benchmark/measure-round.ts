import { performance } from 'node:perf_hooks'
import { streamCompletion } from '@tabby/completions'
import type { TabbyClient } from '@tabby/core'
import { RefusedError } from '../failure/refused-error.js'
import { inventPrompt } from './invent-prompt.js'
import type { Measurement } from './measurement.js'

/** What one round asks for. */
export interface Round {
  readonly promptTokens: number
  readonly answerTokens: number
  readonly parallel: number
}

/** Sends requests at once, each with a prompt of its own: a prompt that the server knows already would cost nothing. */
export async function measureRound(client: TabbyClient, round: Round, signal: AbortSignal): Promise<Measurement> {
  const begin = performance.now()
  const runs = await Promise.all(Array.from({ length: round.parallel }, () => measureRequest(client, round, signal)))
  const seconds = (performance.now() - begin) / 1000
  const promptTokens = findMedian(runs.map((run) => run.promptTokens))
  const firstTokenSeconds = findMedian(runs.map((run) => run.firstTokenSeconds))
  return {
    promptTokens,
    parallel: round.parallel,
    firstTokenSeconds,
    prefillSpeed: promptTokens / firstTokenSeconds,
    speed: findMedian(runs.map((run) => run.speed)),
    totalSpeed: runs.reduce((sum, run) => sum + run.answerTokens, 0) / seconds,
  }
}

async function measureRequest(client: TabbyClient, { promptTokens, answerTokens }: Round, signal: AbortSignal) {
  const begin = performance.now()
  let first: number | undefined
  let usage: { prompt_tokens: number; completion_tokens: number } | null | undefined
  const params = {
    prompt: inventPrompt(promptTokens),
    max_tokens: answerTokens,
    min_tokens: answerTokens,
    temperature: 1,
  }
  for await (const chunk of await streamCompletion(client, params, { signal })) {
    if (chunk.choices[0]?.text) first ??= performance.now()
    usage = chunk.usage ?? usage
  }
  if (!usage || first === undefined)
    throw new RefusedError('the server answered without a token, or without counting them')
  const seconds = (performance.now() - first) / 1000
  return {
    promptTokens: usage.prompt_tokens,
    answerTokens: usage.completion_tokens,
    firstTokenSeconds: (first - begin) / 1000,
    speed: seconds > 0 ? (usage.completion_tokens - 1) / seconds : 0,
  }
}

function findMedian(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
