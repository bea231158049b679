import type { Dispatch } from './dispatcher.js'

/**
 * Answers what a client's `fetch` was called with. Leaving works as over a socket: an abort of the signal rejects with its
 * reason or breaks the body off with it, and the server side hears of it at once; so does a body that is cancelled.
 */
export async function answerFetch(
  dispatch: Dispatch,
  input: Request | URL | string,
  init?: RequestInit,
): Promise<Response> {
  const request = new Request(input, init)
  // A Request holds its signal weakly, so after a collection only the caller's own one still fires.
  const signal = init?.signal ?? request.signal
  signal.throwIfAborted()
  const left = new AbortController()
  const url = new URL(request.url)
  const bytes = async (): Promise<Uint8Array> => new Uint8Array(await request.arrayBuffer())
  return new Promise<Response>((resolve, reject) => {
    const onAbort = (): void => {
      left.abort(signal.reason)
      reject(signal.reason)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    const answer = dispatch({ method: request.method, url, headers: request.headers, bytes }, left.signal)
    answer.then((response) => resolve(linkBody(response, signal, left, onAbort)), reject)
  })
}

/** Ties the body to both ends: the caller's signal breaks it off, and its end or its cancelling lets go of the signal. */
function linkBody(response: Response, signal: AbortSignal, left: AbortController, onAbort: () => void): Response {
  const release = (): void => signal.removeEventListener('abort', onAbort)
  if (!response.body) {
    release()
    return response
  }
  const reader = response.body.getReader()
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  aborted.catch(() => undefined)
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await Promise.race([reader.read(), aborted])
          if (!done) return controller.enqueue(value)
          release()
          controller.close()
        } catch (error) {
          release()
          controller.error(error)
        }
      },
      async cancel(reason) {
        release()
        left.abort(reason)
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
  const { status, headers } = response
  return new Response(body, { status, headers })
}
