import { compactJson } from '../json/compact-json.js'
import { replyJsonText } from './reply-json-text.js'

/**
 * A JSON answer, compact as pydantic writes it. `replyJson(null)` is the four bytes `null` of an admin call without
 * result.
 */
export function replyJson(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return replyJsonText(compactJson(value), status, headers)
}
