import type { KeyEntry } from './key-file.js'

const minute = 60_000

/** What one key did within the last minute. */
interface Window {
  readonly requests: number[]
  readonly tokens: { readonly time: number; readonly count: number }[]
}

/** Counts requests and tokens of each key. A request counts when it arrives, its tokens when they are known. */
export function createRates(getTime: () => number = () => performance.now()) {
  const windows = new Map<string, Window>()
  const open = (name: string): Window => {
    const known = windows.get(name) ?? { requests: [], tokens: [] }
    windows.set(name, known)
    const oldest = getTime() - minute
    while (known.requests[0] !== undefined && known.requests[0] <= oldest) known.requests.shift()
    while (known.tokens[0] && known.tokens[0].time <= oldest) known.tokens.shift()
    return known
  }
  return {
    /** Counts a request; if it is one too many, returns for how many milliseconds the key must wait, and does not count it. */
    take({ name, perMinute = Infinity, tokensPerMinute = Infinity }: KeyEntry): number | undefined {
      const { requests, tokens } = open(name)
      const now = getTime()
      if (requests.length >= perMinute) return requests[requests.length - perMinute]! + minute - now
      let used = tokens.reduce((sum, { count }) => sum + count, 0)
      if (used >= tokensPerMinute) {
        const last = tokens.find(({ count }) => (used -= count) < tokensPerMinute)
        return last!.time + minute - now
      }
      requests.push(now)
      return undefined
    },
    /** Counts the tokens of a response. */
    addTokens(name: string, count: number): void {
      if (count > 0) open(name).tokens.push({ time: getTime(), count })
    },
  }
}
