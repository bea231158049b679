import * as v from 'valibot'
import type { FaultInjector } from '../faults/fault-injector.js'
import type { Dispatch } from '../http/dispatcher.js'
import { replyDetail, replyJson } from '../http/reply.js'
import type { ServerRequest } from '../http/server-request.js'
import type { Journal } from '../journal/journal.js'
import type { ServerState } from '../state/server-state.js'
import { playScript } from '../engine/script/scripted-answer.js'
import { readConversation, readFaults } from '../world/read-world.js'
import { guardControl } from './guard-control.js'

/** Where the control endpoints lie, beside the server's own paths. */
export const controlPath = '/emulator'

const keysSchema = v.nullable(v.strictObject({ api: v.array(v.string()), admin: v.array(v.string()) }))

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
    const { pathname } = request.url
    if (!pathname.startsWith(`${controlPath}/`)) return dispatch(request, signal)
    const refusal = guardControl(request, controls)
    if (refusal) return refusal
    try {
      return await control(`${request.method} ${pathname.slice(controlPath.length + 1)}`, request, controls)
    } catch (error) {
      return replyDetail(400, error instanceof Error ? error.message : String(error))
    }
  }
}

async function control(
  action: string,
  request: ServerRequest,
  { faultInjector, journal, server }: Controls,
): Promise<Response> {
  const readJson = async (): Promise<unknown> =>
    JSON.parse(new TextDecoder().decode(await request.bytes(server.settings.maxBodyBytes)))
  switch (action) {
    case 'GET journal':
      return replyJson(journal.entries)
    case 'DELETE journal':
      journal.clear()
      return replyJson(null)
    case 'GET faults':
      return replyJson(faultInjector.faults)
    case 'PUT faults':
      faultInjector.replace(readFaults(await readJson()))
      return replyJson(null)
    case 'PUT conversation':
      server.script = playScript(readConversation(await readJson()))
      return replyJson(null)
    case 'PUT keys':
      server.keys = v.parse(keysSchema, await readJson()) ?? undefined
      return replyJson(null)
    default:
      return replyDetail(404, 'There is no such control.')
  }
}
