import { isRecord } from './read-server-error.js'
import type { TabbyError } from './tabby-error.js'

/** The headers in which gateways and clouds send the id of a request, the most common first. */
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

/** Reads the id that a gateway gave a request. TabbyAPI itself sends none. */
function readRequestId(headers: Headers): string | undefined {
  for (const name of names) {
    const id = headers.get(name)?.trim()
    if (id) return id.slice(0, 200)
  }
  return undefined
}

/** Members that belong to the caller and are not redacted: a partial completion, what a tool threw, a conversation. */
const ownOfCaller = new Set(['cause', 'partial', 'restoreError', 'stack', 'text', 'transcript'])

function redact(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === 'string') return hide(value)
  if (Array.isArray(value)) return value.map((member: unknown) => redact(member, hide))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, redact(member, hide)]))
}

/**
 * Redacts every string of an error, including the stack. It works on the finished strings, because a message combines
 * the server's own with headers, a path and the runtime's message, and each of them may contain a key.
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
 * Completes the error of an exchange: adds the id that a gateway gave the request, and removes the client's secrets
 * from all of its strings.
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
