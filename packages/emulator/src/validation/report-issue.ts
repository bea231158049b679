import { INVALID } from './model.js'
import type { Location, ValidationRun } from './model.js'

/** Notes an issue and says so in the one way that `read` knows. */
export function reportIssue(
  run: ValidationRun,
  type: string,
  loc: Location,
  msg: string,
  input: unknown,
  ctx?: Record<string, unknown>,
): typeof INVALID {
  run.issues.push(ctx ? { type, loc, msg, input, ctx } : { type, loc, msg, input })
  return INVALID
}
