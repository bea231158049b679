import { isRecord } from './is-record.js'
import type { TabbyError } from './tabby-error.js'

/** What had arrived of a completion, what a tool threw and a whole conversation are the caller's own. */
const ownOfCaller = new Set(['cause', 'partial', 'stack', 'text', 'transcript'])

function redact(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === 'string') return hide(value)
  if (Array.isArray(value)) return value.map((member: unknown) => redact(member, hide))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, redact(member, hide)]))
}

/**
 * Takes secrets out of every text of an error, the stack included. It works on the finished texts: a message is put
 * together from what a server wrote, headers, a path and the words of the runtime, and each of them may hold a key.
 */
export function redactError<E extends TabbyError>(error: E, hide: (text: string) => string): E {
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
