import { checkCallOptions } from './check-call-options.js'
import { refuseOption } from './refuse-option.js'
import type { TabbyClientOptions } from './tabby-client-options.js'

const functionNames = ['fetch', 'onRequest', 'onResponse', 'onRetry', 'onError'] as const
const keyNames = ['apiKey', 'adminKey', 'bearerToken'] as const
const sizeNames = ['maxEventSize', 'maxResponseSize'] as const

const isGiven = (value: unknown) => value !== undefined && value !== null

function checkHeaders(headers: unknown): void {
  const expected = 'an object, a Headers, or a list of pairs, with names and values that HTTP allows'
  if (typeof headers !== 'object') refuseOption('headers', expected)
  try {
    void new Headers(headers as HeadersInit)
  } catch {
    // The runtime's own message would quote the value.
    refuseOption('headers', expected)
  }
}

/**
 * Refuses options of a client that would be read as something else, or fail at each call without their name.
 *
 * @throws TabbyRequestError with the name of the option.
 */
export function checkClientOptions(options: TabbyClientOptions): void {
  checkCallOptions(options)
  for (const name of sizeNames) {
    const size: unknown = options[name]
    if (isGiven(size) && !(typeof size === 'number' && size > 0)) refuseOption(name, 'a number greater than 0')
  }
  for (const name of functionNames) {
    if (isGiven(options[name]) && typeof options[name] !== 'function') refuseOption(name, 'a function')
  }
  for (const name of keyNames) {
    const key: unknown = options[name]
    if (isGiven(key) && typeof key !== 'string' && typeof key !== 'function') {
      refuseOption(name, 'a text, or a function that returns one')
    }
  }
  if (isGiven(options.headers)) checkHeaders(options.headers)
}
