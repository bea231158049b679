import type { Usage } from '@tabby/core'
import type { AnswerStatistics } from '../conversation/conversation.js'

/** How long a point of the plot is, in milliseconds: long enough to be calm, short enough to look alive. */
const pointLength = 250

/** Measures an answer. */
export interface SpeedMeter {
  /** A token has come, at this time by `performance.now()`. */
  add(now: number): void
  read(usage?: Usage): AnswerStatistics
}

/** Measures an answer that was asked for at `startedAt`, by `performance.now()`. A piece counts as one token. */
export function createSpeedMeter(startedAt: number): SpeedMeter {
  let firstAt: number | undefined
  let lastAt = startedAt
  let pieces = 0
  const counts: number[] = []

  return {
    add(now) {
      firstAt ??= now
      lastAt = now
      pieces++
      const point = Math.floor((now - firstAt) / pointLength)
      while (counts.length <= point) counts.push(0)
      counts[point]!++
    },
    read(usage) {
      const tokens = usage?.completion_tokens ?? pieces
      const generating = lastAt - (firstAt ?? lastAt)
      // The last point is not over yet and would look like a fall.
      const whole = counts.length > 1 ? counts.slice(0, -1) : counts
      return {
        timeToFirstToken: firstAt === undefined ? undefined : firstAt - startedAt,
        tokensPerSecond:
          toNumber(usage?.completion_tokens_per_sec) ??
          (generating > 0 && pieces > 1 ? ((pieces - 1) * 1000) / generating : undefined),
        promptTokensPerSecond: toNumber(usage?.prompt_tokens_per_sec),
        duration: lastAt - startedAt,
        tokens,
        promptTokens: usage?.prompt_tokens,
        speeds: whole.map((count) => (count * 1000) / pointLength),
      }
    },
  }
}

/** The server writes `Indeterminate` for a time that was too short. */
function toNumber(figure: number | string | null | undefined): number | undefined {
  return typeof figure === 'number' ? figure : undefined
}
