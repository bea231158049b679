import { writeJson } from './write-json.js'

/**
 * JSON as pydantic and starlette write it: no blanks, not-finite numbers as `null`
 * (chat_logprobs_zero_probability_token).
 */
export function compactJson(value: unknown): string {
  return writeJson(value, { comma: ',', colon: ':', notFinite: 'null' })
}
