import { HttpError } from '../http/http-error.js'
import { replyJsonText } from '../http/reply-json-text.js'
import { echoJson } from '../json/echo-json.js'
import { weighValue } from '../json/weigh-value.js'
import type { ServerState } from '../state/server-state.js'
import { INVALID } from './model.js'
import type { Issue, Model, ValidationRun } from './model.js'

/**
 * Reads a parsed body with an endpoint's model; throws the 422 with all issues. `undefined` is a request without a
 * body.
 */
export function checkBody<Output>(model: Model<Output>, body: unknown, server: ServerState): Output {
  if (body === undefined) throw unprocessable([{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }])
  const run: ValidationRun = { issues: [], server }
  const output = model.read(body, ['body'], run)
  if (output === INVALID) throw unprocessable(leaveOutLargeInputs(run.issues))
  return output
}

/** What all inputs of a 422 weigh at most. The server repeats them all, a body of megabytes for each missing field. */
const MOST_REPEATED = 30_000

function leaveOutLargeInputs(issues: readonly Issue[]): Issue[] {
  let left = MOST_REPEATED
  return issues.map((issue) => {
    const weight = weighValue(issue.input, left)
    if (weight > left) return { ...issue, input: null }
    left -= weight
    return issue
  })
}

function unprocessable(detail: unknown): HttpError {
  return new HttpError(replyJsonText(echoJson({ detail }), 422))
}
