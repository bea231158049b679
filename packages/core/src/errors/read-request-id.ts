/** What gateways and clouds call the id under which a request stands in their logs, the most usual ones first. */
const names = [
  'x-request-id',
  'request-id',
  'x-correlation-id',
  'correlation-id',
  'x-amzn-requestid',
  'x-amzn-request-id',
  'x-amz-request-id',
  'x-ms-request-id',
  'apim-request-id',
  'x-goog-request-id',
  'x-litellm-call-id',
  'x-vercel-id',
  'fly-request-id',
  'x-amzn-trace-id',
  'x-amz-cf-id',
  'x-trace-id',
  'cf-ray',
]

/** Reads the id that a gateway gave to a request. TabbyAPI itself sends none. */
export function readRequestId(headers: Headers): string | undefined {
  for (const name of names) {
    const id = headers.get(name)?.trim()
    if (id) return id.slice(0, 200)
  }
  return undefined
}
