import { shellWords } from '../words/shell-words.js'
import type { Exchange } from './exchange.js'
import { addExchange, reportExchangeChange } from './exchange-log.js'
import { hideToken } from './hide-token.js'
import { shortenBody } from './shorten-body.js'

/** What the client calls instead of the global `fetch`. */
export type PageFetch = (url: string, init: RequestInit) => Promise<Response>

const keyHeaders = new Set(['authorization', 'x-api-key', 'x-admin-key'])
/** Characters of one body that are kept: some 4,000 streamed tokens. */
const longestBody = 1_000_000
let count = 0

/** Wraps a `fetch` so that each exchange is recorded while it happens. `readBaseUrl` is called for each of them. */
export function recordingFetch(send: PageFetch, readBaseUrl: () => string): PageFetch {
  return async (url, init) => {
    const start = performance.now()
    const elapsed = () => performance.now() - start
    const exchange = createExchange(url, init, readBaseUrl())
    addExchange(exchange)
    const end = (outcome: Exchange['outcome'], failure?: unknown) => {
      exchange.endedAfter = elapsed()
      exchange.outcome = failure !== undefined && init.signal?.aborted ? 'stopped' : outcome
      if (exchange.outcome === 'failed') exchange.failure = failure instanceof Error ? failure.message : String(failure)
      reportExchangeChange()
    }
    try {
      const response = await send(url, init)
      exchange.status = response.status
      exchange.headersAfter = elapsed()
      exchange.responseHeaders = [...response.headers]
      exchange.outcome = 'receiving'
      reportExchangeChange()
      if (response.body) return recordBody(response, response.body, exchange, { elapsed, end })
      end('complete')
      return response
    } catch (error) {
      end('failed', error)
      throw error
    }
  }
}

function createExchange(url: string, init: RequestInit, baseUrl: string): Exchange {
  const path = url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url
  return {
    id: ++count,
    method: init.method ?? 'GET',
    path,
    baseUrl,
    startedAt: new Date(),
    requestHeaders: [...new Headers(init.headers)].map(([name, value]) => [
      name,
      keyHeaders.has(name) ? shellWords.aKeyNotKept : value,
    ]),
    requestBody:
      typeof init.body === 'string' ? shortenBody(hideToken(path, init.body)).slice(0, longestBody) : undefined,
    outcome: 'waiting',
    status: undefined,
    responseHeaders: [],
    headersAfter: undefined,
    firstByteAfter: undefined,
    endedAfter: undefined,
    pieces: [],
    keptLength: 0,
    droppedLength: 0,
    failure: undefined,
  }
}

interface Recorder {
  elapsed: () => number
  end: (outcome: Exchange['outcome'], failure?: unknown) => void
}

/** Passes the body on chunk by chunk, on demand, so that a slow reader still holds back the server. */
function recordBody(
  response: Response,
  source: ReadableStream<Uint8Array>,
  exchange: Exchange,
  { elapsed, end }: Recorder,
): Response {
  const reader = source.getReader()
  const decoder = new TextDecoder()
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (done) {
            end('complete')
            controller.close()
            return
          }
          keep(exchange, elapsed(), decoder.decode(value, { stream: true }))
          controller.enqueue(value)
        } catch (error) {
          end('failed', error)
          controller.error(error)
        }
      },
      async cancel(reason) {
        // The reader cancels once it has what it needs: after [DONE], that does not count as stopped.
        end(/\[DONE\]\s*$/.test(exchange.pieces.at(-1)?.text ?? '') ? 'complete' : 'stopped')
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
  const { status, statusText, headers } = response
  return new Response(body, { status, statusText, headers })
}

function keep(exchange: Exchange, at: number, text: string): void {
  exchange.firstByteAfter ??= at
  const room = longestBody - exchange.keptLength
  if (room > 0) exchange.pieces.push({ at, text: text.slice(0, room) })
  exchange.keptLength += Math.min(room, text.length)
  exchange.droppedLength += Math.max(0, text.length - room)
  reportExchangeChange()
}
