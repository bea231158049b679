import { type AnyTabbyError, isTabbyError } from '@tabby/core'
import { type Advice, adviceByCode } from './advice.js'

/**
 * Explains an error to a person: what happened, and what to do about it.
 *
 * Makes no requests. The advice depends on the `code` and, if they matter, on the error's `reason`, `timeout` or
 * `status`. It names no function and no setting of your program, so you can add the name of a button or a flag. It
 * holds neither the error message nor a key: show `error.message` beside it.
 *
 * @param error - Anything that was caught.
 * @returns A title and advice; `undefined` for an error that is not a `TabbyError`, such as the reason of an abort.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { getAdvice, getHealth } from '@tabby/health'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5001' })
 * try {
 *   console.log((await getHealth(client)).status)
 * } catch (error) {
 *   const known = getAdvice(error)
 *   if (!known) throw error
 *   console.error(`${known.title}. ${known.advice}`) // Cannot reach the server. Nothing is listening on that port ...
 * }
 * ```
 */
export function getAdvice(error: AnyTabbyError): Advice
export function getAdvice(error: unknown): Advice | undefined
export function getAdvice(error: unknown): Advice | undefined {
  if (!isTabbyError(error)) return undefined
  const { code } = error
  // A newer core may have a code that this version does not know.
  if (!Object.hasOwn(adviceByCode, code)) return undefined
  const known = adviceByCode[code]
  const found = readCase(error)
  const { title, advice } =
    found !== undefined && known.cases && Object.hasOwn(known.cases, found) ? known.cases[found]! : known
  return { title, advice }
}

/** What tells the errors of one code apart. */
function readCase(error: AnyTabbyError): string | undefined {
  switch (error.name) {
    case 'TabbyApiError':
      return readKeyProblem(error.detail) ?? String(error.status)
    case 'TabbyTimeoutError':
      return error.timeout
    default:
      return 'reason' in error ? error.reason : undefined
  }
}

/**
 * Reads from the server's own message which key it misses or rejects, as `api key missing` or `admin key wrong`
 * (recordings cors_401 and others). A gateway says something similar, and is not TabbyAPI.
 */
export function readKeyProblem(detail: string): `${'api' | 'admin'} key ${'missing' | 'wrong'}` | undefined {
  const [, missing, wrong] = /^(?:Please provide an (API|admin)|Invalid (API|admin)) key/i.exec(detail) ?? []
  const kind = (missing ?? wrong)?.toLowerCase() === 'admin' ? 'admin' : 'api'
  if (missing) return `${kind} key missing`
  return wrong ? `${kind} key wrong` : undefined
}
