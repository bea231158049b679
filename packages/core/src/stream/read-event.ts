import type { TabbyErrorCode } from '../errors/error-code.js'
import { TabbyStreamError } from '../errors/tabby-stream-error.js'
import type { TabbyStreamRequest } from '../request/request-stream.js'
import type { StandardResult } from '../request/standard-schema.js'
import { type MaybeServerError, parseLooseJson } from './parse-loose-json.js'

/**
 * Reads the JSON of an event, or of a whole answer that was not streamed. Throws where it is the server's
 * `{"error": ...}`, which comes with the status 200 (recording chat_fail_after_3_tokens_stream).
 */
export function readEvent<T>(request: TabbyStreamRequest<T>, data: string, isDocument: boolean): readonly T[] {
  const { path, schema, collector, readDocument } = request
  let value: MaybeServerError | null
  try {
    value = parseLooseJson(data)
  } catch {
    throw new TabbyStreamError('invalid-event', `${path} sent an event that is not JSON`)
  }
  const error = value?.error
  if (error) {
    const code = error.code === 'context_length_exceeded' ? (error.code as TabbyErrorCode) : undefined
    throw new TabbyStreamError('server-error', `${path} failed: ${error.message}`, code)
  }
  return (isDocument ? readDocument!(value) : [value]).map((item) => {
    const result = schema?.['~standard'].validate(item) as StandardResult<T> | undefined
    if (result?.issues) throw new TabbyStreamError('invalid-event', `${path} sent an event of an unknown shape`)
    const event = result ? result.value : (item as T)
    collector?.add(event)
    return event
  })
}
