import { inspect } from 'node:util'
import {
  type AnyTabbyError,
  createTabbyClient,
  isTabbyError,
  type TabbyClient,
  type TabbyClientOptions,
} from '@tabby/core'
import { expect } from 'vitest'

/** What stands in every key and every prompt of these tests, and must not stand in anything that is printed. */
export const secret = 's3cr3t'

/** Keys of all three kinds, two of them from functions. */
export const keys = {
  apiKey: `api-key-${secret}`,
  adminKey: () => `admin-key-${secret}`,
  bearerToken: async () => `bearer-token-${secret}`,
}

/** Everything that was provoked so far: `class code`, and after it the reason or the timeout. */
export const provoked = new Set<string>()

/**
 * Lets a call fail with a client that holds keys, and checks every way in which the error, the client and what its
 * hooks saw can come to be printed.
 */
export async function provokeError(
  options: TabbyClientOptions,
  call: (client: TabbyClient) => Promise<unknown>,
): Promise<AnyTabbyError> {
  const seen: unknown[] = []
  const note = (event: unknown) => void seen.push(event)
  const hooks = { onRequest: note, onResponse: note, onRetry: note, onError: note }
  let client: TabbyClient | undefined
  let error: unknown
  try {
    client = createTabbyClient({ retry: false, ...keys, ...hooks, ...options })
    await call(client)
  } catch (thrown) {
    error = thrown
  }
  if (!isTabbyError(error)) throw new Error(`this is not one of our errors: ${inspect(error)}`)
  const { reason, timeout } = error as { reason?: string; timeout?: string }
  // The reason of a connection error is the runtime's, and there is no end to those.
  const why = error.name === 'TabbyConnectionError' ? undefined : (reason ?? timeout)
  provoked.add([error.name, error.code, why].filter(Boolean).join(' '))
  const printed = {
    inspected: inspect(error, { depth: 10, showHidden: false }),
    text: String(error),
    json: JSON.stringify(error),
    stack: error.stack,
    members: JSON.stringify(Object.entries(error)),
    client: inspect(client, { depth: 10, showHidden: false }),
    hooks: inspect(seen, { depth: 10, showHidden: false }),
  }
  expect(Object.entries(printed).filter(([, text]) => text?.includes(secret))).toEqual([])
  expect(printed.inspected).toContain(error.code)
  return error
}
