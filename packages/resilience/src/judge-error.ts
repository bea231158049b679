import { type AnyTabbyError, isTabbyError } from '@tabby/core'
import { isServerFailure } from './is-server-failure.js'

/**
 * What an error shows of the server.
 *
 * - `failure`: it is in trouble
 * - `answer`: it works, and rejected the request
 * - `nothing`: the caller left, another wrapper refused the request, or a gateway asked to wait
 */
export type Verdict = 'failure' | 'answer' | 'nothing'

/** A gateway turns requests away with these, whether the server behind it works or not. */
const waits: readonly number[] = [408, 429]

const answers: readonly string[] = ['TabbyApiError', 'TabbyStreamError', 'TabbyResponseError']

/** Decides what an error shows of the server. `isFailure` is the caller's own rule; `undefined` leaves it to ours. */
export function judgeError(
  error: unknown,
  isFailure: ((error: AnyTabbyError) => boolean | undefined) | undefined,
): Verdict {
  if (!isTabbyError(error)) return 'nothing'
  if (isFailure?.(error) ?? isServerFailure(error)) return 'failure'
  if (error.name === 'TabbyApiError' && waits.includes(error.status)) return 'nothing'
  return answers.includes(error.name) ? 'answer' : 'nothing'
}
