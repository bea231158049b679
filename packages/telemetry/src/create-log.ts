import { TabbyRequestError, type TabbyErrorCode, type TabbyOperation, type TabbyWrapper, type Usage } from '@tabby/core'
import { isRecord } from '@tabby/kit/deltas/is-record'
import { createResponseReader } from './create-response-reader.js'
import { readFailure } from './read-failure.js'
import { watchEnd } from './watch-end.js'

/** One call, for a log. It contains no prompt, completion, key or error message, because those may quote a request. */
export interface TabbyLogEntry {
  /** Number of the call, the same as in the hooks of the client. */
  readonly call: number | undefined
  /** HTTP method. */
  readonly method: string
  /** Path below the server's address, without a query. */
  readonly path: string
  /** Address of the server. */
  readonly server: string
  /** What the call does. */
  readonly operation: TabbyOperation
  /** The model that replied, or else the one that the request names. */
  readonly model?: string | undefined
  /** HTTP status, if a response arrived. */
  readonly status?: number | undefined
  /** Code of the error; `other` if your own function threw. Missing if the call succeeded or the caller left. */
  readonly code?: TabbyErrorCode | 'other' | undefined
  /** Why, if the error says so: `truncated`, `circuit-open`, `ECONNREFUSED`. */
  readonly reason?: string | undefined
  /** True if the caller aborted the call, or left its stream. */
  readonly leftEarly?: true | undefined
  /** Why each choice ended: `stop`, `length`, `tool_calls`. */
  readonly finishReasons?: readonly string[] | undefined
  /** Tokens and times of the completion, as the server reports them. */
  readonly usage?: Usage | undefined
  /** Time to the first chunk of a stream, in milliseconds. */
  readonly firstChunk?: number | undefined
  /** Duration of the call with all its retries, to the end of its stream, in milliseconds. */
  readonly milliseconds: number
}

/** Options of `createLog`. */
export interface LogOptions {
  /** Takes the entry of each call when it has ended. What it throws is ignored. */
  readonly log: (entry: TabbyLogEntry) => void
}

/**
 * Makes a wrapper that logs each call when it has ended, as one structured entry.
 *
 * Makes no requests. An entry contains no text of the conversation and no key, so it may go wherever logs go. Members
 * that do not apply are missing.
 *
 * @param options - The function that takes an entry, such as one around pino or the console.
 * @returns The wrapper, for `wrapTabbyClient`.
 * @throws TabbyRequestError when `log` is not a function.
 *
 * @example
 * ```ts
 * import { createChatCompletion } from '@tabby/chat'
 * import { createTabbyClient, wrapTabbyClient } from '@tabby/core'
 * import { createLog } from '@tabby/telemetry'
 * import { pino } from 'pino'
 *
 * const logger = pino()
 * const log = createLog({
 *   log: (entry) => (entry.code ? logger.error(entry, 'call failed') : logger.info(entry, 'call')),
 * })
 * const client = wrapTabbyClient(createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' }), log)
 * await createChatCompletion(client, { messages: [{ role: 'user', content: 'Hello' }] })
 * ```
 */
export function createLog({ log }: LogOptions): TabbyWrapper {
  if (typeof log !== 'function') throw new TabbyRequestError('createLog: log must be a function, such as console.log')
  return (send, client) => async (request) => {
    const begin = performance.now()
    const reader = createResponseReader()
    let firstChunk: number | undefined
    return watchEnd(send, client, request, {
      onValue(value, isFirst) {
        if (isFirst && request.stream) firstChunk = performance.now() - begin
        reader.read(value)
      },
      onEnd({ whole, error, status }) {
        const { method = 'GET', operation = 'read', path, call, body, signal } = request
        const asked = isRecord(body) ? (body['model'] ?? body['model_name']) : undefined
        const failure = readFailure(error, signal)
        const { finishReasons } = reader
        const entry = {
          call,
          method,
          path: path.split('?', 1)[0]!,
          server: client.baseUrl,
          operation,
          model: reader.model ?? (typeof asked === 'string' ? asked : undefined),
          status: status ?? failure?.status,
          code: failure?.code,
          reason: failure?.reason,
          leftEarly: !whole && !failure ? true : undefined,
          finishReasons: finishReasons.length > 0 ? finishReasons : undefined,
          usage: reader.usage,
          firstChunk: round(firstChunk),
          milliseconds: round(performance.now() - begin),
        }
        const known = Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined))
        log(known as unknown as TabbyLogEntry)
      },
    })
  }
}

/** Microseconds would say more about this machine than about the call. */
const round = <T extends number | undefined>(milliseconds: T) =>
  (milliseconds === undefined ? undefined : Math.round(milliseconds * 10) / 10) as T
