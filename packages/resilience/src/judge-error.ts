import { type AnyTabbyError, isTabbyError } from '@tabby/core'
import { isServerFailure } from './is-server-failure.js'

/**
 * What an error shows about the server.
 *
 * - `failure`: it has a problem
 * - `answer`: it works, and rejected the request
 * - `nothing`: the caller left, another wrapper refused the request, or a gateway asked to wait
 */
export type Verdict = 'failure' | 'answer' | 'nothing'

/** Statuses with which a gateway turns requests away, whether or not the server behind it works. */
const waits: readonly number[] = [408, 429]

const answers: readonly string[] = ['TabbyApiError', 'TabbyStreamError', 'TabbyResponseError']

/** Asks the caller's rule. One that throws has decided nothing; the failed call throws its own error. */
function askCaller(
  error: AnyTabbyError,
  isFailure: ((error: AnyTabbyError) => boolean | undefined) | undefined,
): boolean | undefined {
  try {
    return isFailure?.(error)
  } catch {
    return undefined
  }
}

/**
 * Decides what an error shows about the server. `isFailure` is the caller's rule; `undefined` leaves it to the default
 * rules.
 */
export function judgeError(
  error: unknown,
  isFailure: ((error: AnyTabbyError) => boolean | undefined) | undefined,
): Verdict {
  if (!isTabbyError(error)) return 'nothing'
  if (askCaller(error, isFailure) ?? isServerFailure(error)) return 'failure'
  if (error.name === 'TabbyApiError' && waits.includes(error.status)) return 'nothing'
  return answers.includes(error.name) ? 'answer' : 'nothing'
}
