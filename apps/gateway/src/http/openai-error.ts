/** What a refusal of the gateway says. */
export interface GatewayRefusal {
  readonly status: number
  readonly message: string
  readonly code: string
  readonly type?: string
  /** Milliseconds until the request may be sent again. */
  readonly retryAfter?: number
  readonly headers?: Record<string, string>
}

/** Writes a refusal in OpenAI's shape. */
export function toOpenAIError({ status, message, code, type, retryAfter, headers }: GatewayRefusal): Response {
  const wait = retryAfter === undefined ? {} : { 'retry-after': `${Math.max(1, Math.ceil(retryAfter / 1000))}` }
  return Response.json(
    { error: { message, type: type ?? 'invalid_request_error', param: null, code } },
    { status, headers: { 'cache-control': 'no-store', ...wait, ...headers } },
  )
}
