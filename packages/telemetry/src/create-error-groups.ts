import type { TabbyErrorCode, TabbyWrapper } from '@tabby/core'
import { readFailure } from './read-failure.js'
import { watchEnd } from './watch-end.js'

/** Errors of one kind. */
export interface ErrorGroup {
  /** Code of the errors; `other` if your own function threw. */
  readonly code: TabbyErrorCode | 'other'
  /** Path of the calls, without a query. */
  readonly path: string
  /** Address of the server. */
  readonly server: string
  /** How many errors there were. */
  readonly count: number
  /** When the first one was seen. */
  readonly first: Date
  /** When the last one was seen. */
  readonly last: Date
}

/** Counts the errors of the clients that it wraps. */
export interface ErrorGroups {
  /** The wrapper, for `wrapTabbyClient`. Give it to several clients to count them together. */
  readonly wrapper: TabbyWrapper
  /** The groups, the most frequent first. */
  list(): ErrorGroup[]
  /** Removes all groups. */
  clear(): void
}

/** More groups than a dashboard shows. Paths with ids must not fill memory. */
const maxGroups = 1000

/**
 * Makes a counter of errors, grouped by code, path and server, for a dashboard or a health page.
 *
 * Makes no requests. Each call counts once, with its final error; streams that fail count too. Aborts, streams that the
 * caller left, and probes such as `getHealth` do not count. It keeps 1,000 groups and drops the least recently seen.
 *
 * @returns The wrapper, and functions that list and clear the groups.
 *
 * @example
 * ```ts
 * import { createChatCompletion } from '@tabby/chat'
 * import { createTabbyClient, wrapTabbyClient } from '@tabby/core'
 * import { createErrorGroups } from '@tabby/telemetry'
 *
 * const errors = createErrorGroups()
 * const client = wrapTabbyClient(createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' }), errors.wrapper)
 * await createChatCompletion(client, { messages: [] }).catch(() => {})
 * for (const { code, path, count } of errors.list()) console.log(count, code, path)
 * ```
 */
export function createErrorGroups(): ErrorGroups {
  const groups = new Map<string, ErrorGroup>()
  return {
    wrapper: (send, client) => async (request) => {
      if (request.operation === 'probe') return send(request)
      return watchEnd(send, client, request, {
        onValue: () => {},
        onEnd({ error }) {
          const failure = readFailure(error, request.signal)
          if (failure) count(groups, failure.code, request.path.split('?', 1)[0]!, client.baseUrl)
        },
      })
    },
    list: () => [...groups.values()].sort((one, other) => other.count - one.count),
    clear: () => groups.clear(),
  }
}

function count(groups: Map<string, ErrorGroup>, code: ErrorGroup['code'], path: string, server: string): void {
  const key = [code, path, server].join(' ')
  const now = new Date()
  const known = groups.get(key)
  // Deleted first, so that the map is in order of last use.
  groups.delete(key)
  groups.set(key, { code, path, server, count: (known?.count ?? 0) + 1, first: known?.first ?? now, last: now })
  const [oldest] = groups.keys()
  if (groups.size > maxGroups && oldest !== undefined) groups.delete(oldest)
}
