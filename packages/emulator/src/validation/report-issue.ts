import { INVALID } from './model.js'
import type { Location, ValidationRun } from './model.js'

/** Issues of one request that are reported at most; the server reports all of them. */
export const MOST_ISSUES = 1000

/** Notes an issue and says so in the one way that `read` knows. */
export function reportIssue(
  run: ValidationRun,
  type: string,
  loc: Location,
  msg: string,
  input: unknown,
  ctx?: Record<string, unknown>,
): typeof INVALID {
  if (run.issues.length < MOST_ISSUES) run.issues.push(ctx ? { type, loc, msg, input, ctx } : { type, loc, msg, input })
  return INVALID
}
