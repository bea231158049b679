import { performance } from 'node:perf_hooks'
import { streamCompletion } from '@tabby/completions'
import type { TabbyClient } from '@tabby/core'
import { RefusedError } from '../failure/errors.js'

/** The result of one round of a benchmark. */
export interface Measurement {
  /** Tokens of each prompt, as the server counts them. */
  readonly promptTokens: number
  /** Parallel requests. */
  readonly parallel: number
  /** Median time to the first token, in seconds. */
  readonly firstTokenSeconds: number
  /** Prompt tokens per second until the first token, of one request. */
  readonly prefillSpeed: number
  /** Completion tokens per second of one request after its first token; the median. */
  readonly speed: number
  /** Completion tokens per second of all requests together, from start to end. */
  readonly totalSpeed: number
}

/** What one round measures. */
interface Round {
  readonly promptTokens: number
  readonly completionTokens: number
  readonly parallel: number
}

/** Sends requests in parallel, each with a prompt of its own: one that the server has cached would cost nothing. */
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
    totalSpeed: runs.reduce((sum, run) => sum + run.completionTokens, 0) / seconds,
  }
}

async function measureRequest(client: TabbyClient, { promptTokens, completionTokens }: Round, signal: AbortSignal) {
  const begin = performance.now()
  let first: number | undefined
  let usage: { prompt_tokens: number; completion_tokens: number } | null | undefined
  const params = {
    prompt: inventPrompt(promptTokens),
    max_tokens: completionTokens,
    min_tokens: completionTokens,
    temperature: 1,
  }
  for await (const chunk of await streamCompletion(client, params, { signal })) {
    if (chunk.choices[0]?.text) first ??= performance.now()
    usage = chunk.usage ?? usage
  }
  if (!usage || first === undefined) throw new RefusedError('the server sent no tokens, or did not count them')
  const seconds = (performance.now() - first) / 1000
  return {
    promptTokens: usage.prompt_tokens,
    completionTokens: usage.completion_tokens,
    firstTokenSeconds: (first - begin) / 1000,
    speed: seconds > 0 ? (usage.completion_tokens - 1) / seconds : 0,
  }
}

function findMedian(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

const words = 'the a of to and in is that it was for on are as with his they at be this from have or by one had not but'
const vocabulary = words.split(' ')
const pickWord = (): string => vocabulary[Math.floor(Math.random() * vocabulary.length)] ?? ''

/**
 * A text of about so many tokens that no server has cached. Each of these words is one token in almost every tokenizer;
 * the beginning of sequence is one too.
 */
function inventPrompt(tokens: number): string {
  return Array.from({ length: Math.max(1, tokens - 1) }, pickWord).join(' ')
}
