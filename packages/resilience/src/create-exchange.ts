import { allowManyListeners, type TabbyRequest, type TabbyResponse, type TabbyWatchEnd } from '@tabby/core'
import { type SharedBody, shareBody } from './share-body.js'
import { type SharedWatches, shareWatches } from './share-watches.js'

/** One exchange with the server, or with the store, that several callers wait for. */
export interface Exchange {
  /** Gives a caller its own view of the response. It rejects as soon as the caller's signal is aborted. */
  readonly join: (request: TabbyRequest) => Promise<TabbyResponse>
  /** The body that has arrived so far. */
  readonly getText: () => string
}

/** Options of `createExchange`. */
export interface ExchangeOptions {
  /** Gets the response. The signal is aborted when no caller is left. */
  readonly run: (signal: AbortSignal) => Promise<TabbyResponse>
  /** Called when the response has ended, so that nobody can join any longer. It may be called several times. */
  readonly onOver: () => void
}

/** The response, and what its callers share. */
interface Shared {
  readonly response: TabbyResponse
  readonly watches: SharedWatches
  readonly body: SharedBody | undefined
  readonly text: string
}

/** Makes an exchange that is cancelled only when all its callers have left. */
export function createExchange({ run, onOver }: ExchangeOptions): Exchange {
  const controller = new AbortController()
  let callers = 0
  let shared: Shared | undefined
  const open = async (): Promise<Shared> => {
    const response = await run(controller.signal)
    const body = response.body ? shareBody(response.body, onOver) : undefined
    const text = body ? '' : await response.text()
    shared = {
      response: body ? response : { ...response, text: async () => text },
      watches: shareWatches(response.watches ?? []),
      body,
      text,
    }
    return shared
  }
  const leave = ({ whole, error }: TabbyWatchEnd) => {
    callers -= 1
    if (callers > 0) return
    onOver()
    controller.abort(error)
    if (!shared) return
    if (!whole) shared.watches.end({ whole: false, ...(error !== undefined && { error }) })
    shared.body?.cancel(error)
  }
  const opening = open()
  // A JSON response is whole now; a stream can be joined while someone reads it.
  opening.then(({ body }) => body ?? onOver(), onOver)

  return {
    getText: () => shared?.body?.getText() ?? shared?.text ?? '',
    async join({ signal }) {
      signal?.throwIfAborted()
      callers += 1
      let isHere = true
      const leaveOnce = (end: TabbyWatchEnd) => {
        if (!isHere) return
        isHere = false
        leave(end)
      }
      if (signal) allowManyListeners(signal)
      return new Promise((resolve, reject) => {
        const abort = () => {
          reject(signal!.reason)
          leaveOnce({ whole: false, error: signal!.reason })
        }
        const settle = () => signal?.removeEventListener('abort', abort)
        signal?.addEventListener('abort', abort)
        opening.then(
          ({ response, watches, body }) => {
            settle()
            const watch = watches.open(leaveOnce)
            resolve({
              ...response,
              body: body ? body.open(() => leaveOnce({ whole: false })) : null,
              watches: [watch],
            })
          },
          (error: unknown) => {
            settle()
            reject(error)
          },
        )
      })
    },
  }
}
