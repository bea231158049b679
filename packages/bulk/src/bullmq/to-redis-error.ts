import { isTabbyError, TabbyRequestError } from '@tabby/core'

/** The error of a command of Redis: its code, and what it means if that is known. Its message may hold an address. */
export function toRedisError(caller: string, error: unknown): Error {
  if (isTabbyError(error)) return error
  const { code, message = '' } = (error ?? {}) as { code?: unknown; message?: string }
  // Redis begins its messages with a code, such as OOM or NOAUTH.
  const name = typeof code === 'string' ? code : (/^[A-Z]{3,}(?= )/.exec(message)?.[0] ?? 'unknown')
  const advice = name === 'OOM' ? ': its memory is full. Give it more (maxmemory), then add the run again' : ''
  return new TabbyRequestError(`${caller}: Redis refused the command (${name})${advice}`)
}
