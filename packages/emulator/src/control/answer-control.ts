import * as v from 'valibot'
import { replyDetail, replyJson } from '../http/reply.js'
import type { ServerRequest } from '../http/server-request.js'
import { playScript } from '../engine/script/scripted-answer.js'
import { readConversation, readFaults } from '../world/read-world.js'
import { type Controls, controlPath } from './add-control.js'
import { guardControl } from './guard-control.js'

const keysSchema = v.nullable(v.strictObject({ api: v.array(v.string()), admin: v.array(v.string()) }))

/** Answers a request to a control endpoint, if `guardControl` lets its sender in. */
export async function answerControl(request: ServerRequest, controls: Controls): Promise<Response> {
  const refusal = guardControl(request, controls)
  if (refusal) return refusal
  try {
    return await control(`${request.method} ${request.url.pathname.slice(controlPath.length)}`, request, controls)
  } catch (error) {
    return replyDetail(400, error instanceof Error ? error.message : String(error))
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
      return replyDetail(404, 'There is no such control endpoint.')
  }
}
