import { HttpError, replyJsonText } from '../http/reply.js'
import { PythonFloat } from '../json/python-float.js'
import { weighValue } from '../json/weigh-value.js'
import { compactJson } from '../json/write-json.js'
import type { ServerState } from '../state/server-state.js'
import { invalid, type Issue, type Model, type ValidationRun } from './model.js'

/**
 * Reads a parsed body with an endpoint's model; throws the 422 with all issues. `undefined` is a request without a
 * body.
 */
export function checkBody<Output>(model: Model<Output>, body: unknown, server: ServerState): Output {
  if (body === undefined) throw unprocessable([{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }])
  const run: ValidationRun = { issues: [], server }
  const output = model.read(body, ['body'], run)
  if (output === invalid) throw unprocessable(leaveOutLargeInputs(run.issues))
  return output
}

/** What all inputs of a 422 weigh at most. The server repeats them all, a body of megabytes for each missing field. */
const mostRepeated = 30_000

function leaveOutLargeInputs(issues: readonly Issue[]): Issue[] {
  let left = mostRepeated
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

/** Deeper values overflow the server's stack when it repeats them (http_deep_json). */
const echoDepthLimit = 900

/**
 * JSON for a 422, which repeats what was sent. What the server cannot repeat makes it answer 500 instead: numbers that
 * are not finite, half characters, very deep nesting (http_nan_value, http_lone_surrogate_in_rejected_field).
 */
function echoJson(value: unknown): string {
  refuseUnrepeatable(value, 0)
  return compactJson(value)
}

function refuseUnrepeatable(value: unknown, depth: number): void {
  if (depth > echoDepthLimit) throw new RangeError('nested too deeply')
  if (value instanceof PythonFloat || typeof value === 'number') {
    const figure = value instanceof PythonFloat ? value.value : value
    if (!Number.isFinite(figure)) throw new RangeError('not a JSON number')
  } else if (typeof value === 'string') {
    // encodeURIComponent is the one Node 20 and every browser have that throws on a lone surrogate.
    if (/[\ud800-\udfff]/.test(value)) encodeURIComponent(value)
  } else if (Array.isArray(value)) {
    for (const member of value) refuseUnrepeatable(member, depth + 1)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      refuseUnrepeatable(key, depth)
      refuseUnrepeatable(member, depth + 1)
    }
  }
}
