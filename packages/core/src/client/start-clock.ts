import { type TabbyClock, TabbyTimeoutError } from '../errors/tabby-timeout-error.js'

/** Starts one of the clocks. A limit of more than 24 days is none: setTimeout would overflow and fire at once. */
export function startClock(
  clock: TabbyClock,
  limit: number | false,
  fail: (error: TabbyTimeoutError) => void,
): ReturnType<typeof setTimeout> | undefined {
  return limit && limit < 2 ** 31
    ? setTimeout(() => fail(new TabbyTimeoutError('timeout', `${clock} of ${limit} ms`, { clock, limit })), limit)
    : undefined
}
