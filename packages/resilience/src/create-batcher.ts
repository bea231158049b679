import type { TabbyRequest, TabbyWrapper } from '@tabby/core'
import { checkOption } from './check-option.js'
import { checkOptionsObject } from './check-options-object.js'
import { type Batch, createBatch } from './create-batch.js'
import { toIdentity } from './to-identity.js'

/** Options of `createBatcher`. */
export interface BatcherOptions {
  /** How long a text waits for others, in milliseconds. Default 5. */
  readonly wait?: number | undefined
  /** Most texts in one request. Default 64. */
  readonly maxSize?: number | undefined
}

/** Reads the text of a request for one embedding. */
function readText({ path, body }: TabbyRequest): string | undefined {
  const { input } = (body ?? {}) as { readonly input?: unknown }
  return path === '/v1/embeddings' && typeof input === 'string' ? input : undefined
}

/**
 * Returns what requests of one batch have in common: everything but the text, the signal and the number of the call.
 */
function toKind({ body, headers, timeout, access, context }: TabbyRequest): string | undefined {
  const sent = headers === undefined ? null : [...new Headers(headers)]
  return toIdentity([{ ...(body as object), input: null }, sent, timeout, access, context])
}

/**
 * Makes a wrapper that combines embedding requests for single texts at about the same time into one request. Makes no
 * requests.
 *
 * Each caller gets the vector of its own text, as if it had been sent alone, but without `usage`, which the server
 * reports for the whole request. If a request with several texts fails because of one of them, it is sent again in
 * halves, so that only the caller of that text gets the error. An abort ends only its own caller's wait.
 *
 * Only texts with the same other fields, headers and timeouts are combined. Lists of texts are sent as they are, and so
 * is every other request. The token endpoints take one text each, so there is nothing to combine.
 *
 * @param options - How long a text waits, and how many are combined.
 * @returns A wrapper for `wrapTabbyClient`.
 * @throws TabbyRequestError when an option is not valid.
 *
 * @example
 * ```ts
 * import { createTabbyClient, requestJson, wrapTabbyClient } from '@tabby/core'
 * import { createBatcher } from '@tabby/resilience'
 *
 * const client = wrapTabbyClient(createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' }), createBatcher())
 * const embed = (input: string) =>
 *   requestJson(client, { path: '/v1/embeddings', operation: 'read', body: { input } })
 * await Promise.all(['a cat', 'a dog', 'a bird'].map(embed)) // one request
 * ```
 */
export function createBatcher(options: BatcherOptions = {}): TabbyWrapper {
  checkOptionsObject('createBatcher', options, '{ wait: 5, maxSize: 64 }')
  const { wait = 5, maxSize = 64 } = options
  checkOption('createBatcher', 'wait', wait, 'milliseconds')
  checkOption('createBatcher', 'maxSize', maxSize, 'count')
  return (send, client) => {
    /** Per client, because another one may have another key. */
    const batches = new Map<string, Batch>()
    return async (request) => {
      const text = readText(request)
      if (text === undefined) return send(request)
      request.signal?.throwIfAborted()
      const kind = toKind(request)
      if (kind === undefined) return send(request)
      const onSend = () => void batches.delete(kind)
      const batch = batches.get(kind) ?? createBatch({ ...client, send }, { wait, maxSize, onSend })
      batches.set(kind, batch)
      return batch.add(text, request)
    }
  }
}
