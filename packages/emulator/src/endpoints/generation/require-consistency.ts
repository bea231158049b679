/** Throws the server's 500 for what validation lets pass but no handler can take (chat_min_tokens_gt_max_tokens). */
export function requireConsistency(body: {
  min_tokens: number | null
  max_tokens: number | null
  min_temp: number | null
  max_temp: number | null
  response_format: unknown
}): void {
  if (body.max_tokens && (body.min_tokens ?? 0) > body.max_tokens) throw new RangeError('min_tokens above max_tokens')
  if (body.min_temp !== null && body.max_temp !== null && body.min_temp > body.max_temp) {
    throw new RangeError('min_temp above max_temp')
  }
  if (body.response_format === null) throw new TypeError('response_format is null')
}
