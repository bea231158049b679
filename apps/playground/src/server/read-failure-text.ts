/** What an error says, with the name that a gateway gave the request: its log tells more by that name. */
export function readFailureText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { requestId } = error as { requestId?: unknown }
  return typeof requestId === 'string' && requestId !== '' ? `${error.message} (request ${requestId})` : error.message
}
