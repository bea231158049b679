/** One request, as it is sent to both servers. */
export interface LiveRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** What came back. */
export interface LiveAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Sends a request to one of the servers. */
export type Send = (request: LiveRequest) => Promise<LiveAnswer>

/** Sends to the server at an address by this `fetch`. What does not end in time, or at all, is an answer too. */
export function sendTo(base: string, fetch: typeof globalThis.fetch, patience = 120_000): Send {
  return async ({ method, path, headers, body }) => {
    let answer: LiveAnswer = { status: 0, headers: new Headers(), text: '' }
    try {
      const response = await fetch(base.replace(/\/+$/, '') + path, {
        method,
        headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(patience),
        ...(body === undefined ? {} : { body: new TextEncoder().encode(body) }),
      })
      answer = { status: response.status, headers: response.headers, text: '' }
      return { ...answer, text: await response.text() }
    } catch (error) {
      return { ...answer, text: `no end: ${error instanceof Error ? error.name : String(error)}` }
    }
  }
}
