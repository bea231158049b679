import { type TabbyClock, TabbyTimeoutError } from '../errors/tabby-timeout-error.js'

const sentences: Record<TabbyClock, (limit: number) => string> = {
  timeout: (limit) => `the response took longer than the timeout of ${limit} ms`,
  silenceTimeout: (limit) => `the stream sent nothing within the silenceTimeout of ${limit} ms`,
  contentTimeout: (limit) => `the stream sent no event within the contentTimeout of ${limit} ms`,
}

/**
 * Starts one of the clocks. A limit of more than 24 days is none: setTimeout would overflow and fire at once.
 *
 * @param call - Method and path, for the message.
 */
export function startClock(
  clock: TabbyClock,
  limit: number | false,
  call: string | undefined,
  fail: (error: TabbyTimeoutError) => void,
): ReturnType<typeof setTimeout> | undefined {
  if (!limit || limit >= 2 ** 31) return undefined
  return setTimeout(() => {
    const advice = 'raise this option of the client or the call if the server needs longer'
    const message = `${call === undefined ? '' : `${call}: `}${sentences[clock](limit)}: ${advice}`
    fail(new TabbyTimeoutError('timeout', message, { clock, limit }))
  }, limit)
}
