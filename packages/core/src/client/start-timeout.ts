import { type TabbyTimeoutName, TabbyTimeoutError } from '../errors/tabby-timeout-error.js'

const sentences: Record<TabbyTimeoutName, (limit: number) => string> = {
  timeout: (limit) => `the response took longer than the timeout of ${limit} ms`,
  idleTimeout: (limit) => `the stream sent nothing within the idleTimeout of ${limit} ms`,
  eventTimeout: (limit) => `the stream sent no event within the eventTimeout of ${limit} ms`,
}

/**
 * Starts one of the timeouts. A limit of more than 24 days is none: setTimeout would overflow and fire at once.
 *
 * @param call - Method and path, for the message.
 */
export function startTimeout(
  name: TabbyTimeoutName,
  limit: number | false,
  call: string | undefined,
  fail: (error: TabbyTimeoutError) => void,
): ReturnType<typeof setTimeout> | undefined {
  if (!limit || limit >= 2 ** 31) return undefined
  return setTimeout(() => {
    const advice = 'raise this option of the client or the call if the server needs longer'
    const message = `${call === undefined ? '' : `${call}: `}${sentences[name](limit)}: ${advice}`
    fail(new TabbyTimeoutError('timeout', message, { timeout: name, limit }))
  }, limit)
}
