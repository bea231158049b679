import { HttpError } from '../http/http-error.js'
import { replyJsonText } from '../http/reply-json-text.js'
import { echoJson } from '../json/echo-json.js'
import type { ServerState } from '../state/server-state.js'
import { INVALID } from './model.js'
import type { Model, ValidationRun } from './model.js'

/**
 * Reads a parsed body with an endpoint's model; throws the 422 with all issues. `undefined` is a request without a
 * body.
 */
export function checkBody<Output>(model: Model<Output>, body: unknown, server: ServerState): Output {
  if (body === undefined) throw unprocessable([{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }])
  const run: ValidationRun = { issues: [], server }
  const output = model.read(body, ['body'], run)
  if (output === INVALID) throw unprocessable(run.issues)
  return output
}

function unprocessable(detail: unknown): HttpError {
  return new HttpError(replyJsonText(echoJson({ detail }), 422))
}
