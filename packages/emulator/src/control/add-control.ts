import type { FaultInjector } from '../faults/fault-injector.js'
import type { Dispatch } from '../http/dispatcher.js'
import type { Journal } from '../journal/journal.js'
import type { ServerState } from '../state/server-state.js'

/** Where the control endpoints lie, beside the server's own paths. */
export const controlPath = '/emulator/'

/** What the control endpoints have their hands on. */
export interface Controls {
  /** A key that they ask for, if any. */
  key: string | undefined
  faultInjector: FaultInjector
  journal: Journal
  server: ServerState
}

/**
 * Answers the control endpoints and hands everything else on: `GET` and `DELETE /emulator/journal`, `GET` and
 * `PUT /emulator/faults`, `PUT /emulator/conversation`, `PUT /emulator/keys`. They show and change keys, so
 * `guardControl` decides who may ask.
 */
export function addControl(dispatch: Dispatch, controls: Controls): Dispatch {
  return async (request, signal) => {
    if (!request.url.pathname.startsWith(controlPath)) return dispatch(request, signal)
    // On first use: few emulators are controlled over HTTP.
    const { answerControl } = await import('./answer-control.js')
    return answerControl(request, controls)
  }
}
