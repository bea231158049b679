import type { Dispatch } from './dispatcher.js'
import { BodyTooLarge, ConnectionDropped } from './server-request.js'

/**
 * Answers what a client's `fetch` was called with. Leaving works as over a socket: an abort of the signal rejects with
 * its reason or breaks the body off with it, and the server side hears of it at once; so does a body that is cancelled.
 */
export function answerFetch(dispatch: Dispatch, input: Request | URL | string, init?: RequestInit): Promise<Response> {
  return new Promise<Response>((resolve, reject) => {
    // Without the signal: a Request would keep listening to it, and holds it weakly, so that a collection loses it.
    const request = input instanceof Request && !init ? input : new Request(input, { ...init, signal: null })
    const signal = init?.signal ?? (input instanceof Request ? input.signal : new AbortController().signal)
    signal.throwIfAborted()
    const client: Client = { signal, left: new AbortController(), breakOff: reject, release }
    const url = new URL(request.url)
    const bytes = async (limit = Infinity): Promise<Uint8Array> => {
      const body = new Uint8Array(await request.arrayBuffer())
      if (body.length > limit) throw new BodyTooLarge(`${limit} bytes (settings.maxBodyBytes)`)
      return body
    }
    signal.addEventListener('abort', onAbort)
    const { method, headers } = request
    dispatch({ method, url, headers, via: 'process', bytes }, client.left.signal).then(
      (response) => resolve(linkBody(method === 'HEAD' ? withoutBody(response) : response, client)),
      (error: unknown) => {
        release()
        reject(asFetchError(error, 'fetch failed'))
      },
    )

    function onAbort(): void {
      release()
      client.left.abort(signal.reason)
      client.breakOff(signal.reason)
    }

    function release(): void {
      signal.removeEventListener('abort', onAbort)
    }
  })
}

/** The calling side of one request. */
interface Client {
  readonly signal: AbortSignal
  /** Tells the server side that the client has left. */
  readonly left: AbortController
  /** Ends what the client is waiting for: first the answer, then its body. */
  breakOff: (reason: unknown) => void
  /** Stops listening to the signal, so that one signal can serve many requests. */
  readonly release: () => void
}

/** The response to a HEAD, which has headers alone. */
function withoutBody({ status, headers }: Response): Response {
  return new Response(null, { status, headers })
}

function linkBody(response: Response, client: Client): Response {
  const { status, headers, body } = response
  if (!body) {
    client.release()
    return response
  }
  const reader = body.getReader()
  const linked = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        client.breakOff = (reason) => controller.error(reason)
      },
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (client.signal.aborted) return
          if (!done) return controller.enqueue(value)
          controller.close()
        } catch (error) {
          if (client.signal.aborted) return
          controller.error(asFetchError(error, 'terminated'))
        }
        client.release()
      },
      async cancel(reason) {
        client.release()
        client.left.abort(reason)
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(linked, { status, headers })
}

/** A lost connection shows as the `TypeError` that `fetch` makes of it. */
function asFetchError(error: unknown, text: string): unknown {
  return error instanceof ConnectionDropped ? new TypeError(text, { cause: error }) : error
}
