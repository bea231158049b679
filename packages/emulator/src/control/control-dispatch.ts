import * as v from 'valibot'
import { faultsSchema } from '../faults/fault-schema.js'
import type { FaultDesk } from '../faults/fault-desk.js'
import type { Dispatch } from '../http/dispatcher.js'
import { replyDetail } from '../http/reply-detail.js'
import { replyJson } from '../http/reply-json.js'
import type { ServerRequest } from '../http/server-request.js'
import type { Journal } from '../journal/journal.js'
import type { ServerState } from '../state/server-state.js'
import { guardControl } from './guard-control.js'

/** Where the control endpoints lie, beside the server's own paths. */
export const CONTROL_PATH = '/emulator'

const keysSchema = v.nullable(v.strictObject({ api: v.array(v.string()), admin: v.array(v.string()) }))

/** What the control endpoints have their hands on. */
export interface Controls {
  /** A key that they ask for, if any. */
  key: string | undefined
  desk: FaultDesk
  journal: Journal
  server: ServerState
}

/**
 * Answers the control endpoints and hands everything else on: `GET` and `DELETE /emulator/journal`, `GET` and
 * `PUT /emulator/faults`, `PUT /emulator/keys`. They show and change keys, so `guardControl` decides who may ask.
 */
export function addControl(dispatch: Dispatch, controls: Controls): Dispatch {
  return async (request, signal) => {
    const { pathname } = request.url
    if (!pathname.startsWith(`${CONTROL_PATH}/`)) return dispatch(request, signal)
    const refusal = guardControl(request, controls)
    if (refusal) return refusal
    try {
      return await control(`${request.method} ${pathname.slice(CONTROL_PATH.length + 1)}`, request, controls)
    } catch (error) {
      return replyDetail(400, error instanceof Error ? error.message : String(error))
    }
  }
}

async function control(action: string, request: ServerRequest, { desk, journal, server }: Controls): Promise<Response> {
  const readJson = async (): Promise<unknown> =>
    JSON.parse(new TextDecoder().decode(await request.bytes(server.settings.maxBodyBytes)))
  switch (action) {
    case 'GET journal':
      return replyJson(journal.entries)
    case 'DELETE journal':
      journal.clear()
      return replyJson(null)
    case 'GET faults':
      return replyJson(desk.faults)
    case 'PUT faults':
      desk.replace(v.parse(faultsSchema, await readJson()))
      return replyJson(null)
    case 'PUT keys':
      server.keys = v.parse(keysSchema, await readJson()) ?? undefined
      return replyJson(null)
    default:
      return replyDetail(404, 'There is no such control.')
  }
}
