import { isRecord } from './is-record.js'
import type { TabbyError } from './tabby-error.js'

/** What gateways and clouds call the id of a request in their logs, the most usual names first. */
const names = [
  'x-request-id',
  'request-id',
  'x-correlation-id',
  'correlation-id',
  'x-amzn-requestid',
  'x-amzn-request-id',
  'x-amz-request-id',
  'x-ms-request-id',
  'apim-request-id',
  'x-goog-request-id',
  'x-litellm-call-id',
  'x-vercel-id',
  'fly-request-id',
  'x-amzn-trace-id',
  'x-amz-cf-id',
  'x-trace-id',
  'cf-ray',
]

/** Reads the id that a gateway gave to a request. TabbyAPI itself sends none. */
function readRequestId(headers: Headers): string | undefined {
  for (const name of names) {
    const id = headers.get(name)?.trim()
    if (id) return id.slice(0, 200)
  }
  return undefined
}

/** What had arrived of a completion, what a tool threw and a whole conversation are the caller's own. */
const ownOfCaller = new Set(['cause', 'partial', 'stack', 'text', 'transcript'])

function redact(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === 'string') return hide(value)
  if (Array.isArray(value)) return value.map((member: unknown) => redact(member, hide))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, redact(member, hide)]))
}

/**
 * Takes secrets out of every text of an error, the stack included. It works on the finished texts, because a message is
 * put together from what a server wrote, headers, a path and the runtime's own text, and each of them may hold a key.
 */
function redactError<E extends TabbyError>(error: E, hide: (text: string) => string): E {
  const { message } = error
  for (const name of Object.getOwnPropertyNames(error)) {
    const value: unknown = error[name as keyof E]
    const redacted = ownOfCaller.has(name) ? value : redact(value, hide)
    if (typeof value === 'object' || redacted !== value) Object.defineProperty(error, name, { value: redacted })
  }
  // The first line of a stack is the message as it was when the error was made.
  if (error.message === message || !error.stack) return error
  const stack = hide(error.stack.replace(message, () => error.message))
  return Object.defineProperty(error, 'stack', { value: stack })
}

/**
 * Completes an error of an exchange: with the id that a gateway gave the request, and without the secrets of the client
 * in any of its texts.
 */
export function finishError<E extends TabbyError>(
  error: E,
  hide: (text: string) => string,
  headers: Headers | undefined,
): E {
  const requestId = headers && readRequestId(headers)
  if (requestId && error.requestId === undefined) Object.assign(error, { requestId })
  return redactError(error, hide)
}
