import { type AnyTabbyError, isTabbyError, TabbyError } from '@tabby/core'

/** The error of a job. What `run` throws on its own is the `cause`: its message may hold what the model wrote. */
export function toJobError(error: unknown): AnyTabbyError {
  if (isTabbyError(error)) return error
  const name = error instanceof Error ? error.name : typeof error
  const failure = new TabbyError('tool_failed', `The run function of the job threw: ${name}`)
  Object.defineProperty(failure, 'cause', { value: error })
  return failure as AnyTabbyError
}
