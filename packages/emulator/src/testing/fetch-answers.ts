import { type Answer, eventStreamHeaders } from './serve-answers.js'

/**
 * Makes a `fetch` that gives one prepared response without a socket, for tests that try thousands of ways to cut a
 * body. Chunks arrive exactly as they are given; `destroy` errors the body, `open` never ends it. Pauses are left out.
 *
 * @param answer - The response.
 * @returns A function for the `fetch` option of a client.
 * @example
 * ```ts
 * import { fetchAnswers } from '@tabby/emulator/testing'
 *
 * const fetch = fetchAnswers({ body: ['data: 1', '\n\n'] })
 * console.log(await (await fetch('http://server/', {})).text())
 * ```
 */
export function fetchAnswers({ status = 200, headers = eventStreamHeaders, body = [], end = 'complete' }: Answer) {
  return async (_url: string, init: RequestInit): Promise<Response> => {
    init.signal?.throwIfAborted()
    const pieces = body.filter((piece) => typeof piece !== 'number')
    let next = 0
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          const piece = pieces[next++]
          if (piece !== undefined)
            controller.enqueue(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece)
          else if (end === 'complete') controller.close()
          else if (end === 'destroy') controller.error(new TypeError('terminated'))
          else return new Promise(() => {})
        },
      },
      { highWaterMark: 0 },
    )
    return new Response(stream, { status, headers })
  }
}
