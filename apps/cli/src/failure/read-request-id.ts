/** The name that a gateway gave the failed request, by which its log tells what happened. */
export function readRequestId(error: unknown): string | undefined {
  const { requestId } = (typeof error === 'object' && error !== null ? error : {}) as { requestId?: unknown }
  return typeof requestId === 'string' && requestId !== '' ? requestId : undefined
}
