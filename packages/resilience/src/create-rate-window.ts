const minute = 60_000

/** A call of the last minute. */
export interface RateEntry {
  readonly at: number
  /** Tokens that it takes: an estimate, until its usage is known. */
  tokens: number
}

/** How much may begin within any minute. */
export interface RateLimits {
  readonly perMinute: number
  readonly tokensPerMinute: number
}

/**
 * Keeps the calls of the last minute, so that no minute-long window exceeds the limits. A call that needs more tokens
 * than a whole minute allows waits for a minute without any calls. p-queue counts calls in a window, but not tokens,
 * and both must be free at the same time.
 */
export function createRateWindow({ perMinute, tokensPerMinute }: RateLimits) {
  const entries: RateEntry[] = []
  return {
    /** Returns how long a call with this many tokens must wait, in milliseconds. */
    getDelay(tokens: number): number {
      const now = performance.now()
      while (entries[0] && now - entries[0].at >= minute) entries.shift()
      let calls = entries.length
      let taken = entries.reduce((sum, entry) => sum + entry.tokens, 0)
      const isFree = () => calls < perMinute && (taken === 0 || taken + tokens <= tokensPerMinute)
      if (isFree()) return 0
      for (const entry of entries) {
        calls -= 1
        taken -= entry.tokens
        if (isFree()) return entry.at + minute - now
      }
      return 0
    },
    /** Adds a call that begins now. */
    add(tokens: number): RateEntry {
      const entry = { at: performance.now(), tokens }
      if (perMinute < Infinity || tokensPerMinute < Infinity) entries.push(entry)
      return entry
    },
  }
}
