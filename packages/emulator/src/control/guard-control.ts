import { replyDetail } from '../http/reply.js'
import type { ServerRequest } from '../http/server-request.js'
import type { Keys } from '../world/world.js'
import { isControlHost } from './control-host.js'

/** What decides who may use the control endpoints. */
export interface ControlGuard {
  /** The key that everybody has to show, if there is one. */
  readonly key: string | undefined
  readonly server: { readonly keys: Keys | undefined }
}

/**
 * The refusal of a request that may not use the control endpoints, or `undefined`. The journal shows keys, so the
 * request must name a host of this machine or an allowed one, and must show a key when one is set or when it comes from
 * another machine. The program itself may do as it likes: it has the emulator in its hands.
 */
export function guardControl({ via, headers }: ServerRequest, { key, server }: ControlGuard): Response | undefined {
  if (via === 'process') return undefined
  if (!isControlHost(headers.get('host'), via?.controlHosts ?? [])) {
    return refuse(
      'this Host header is not allowed here. Use a loopback address, or allow the host with --control-host.',
    )
  }
  const bearer = /^bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  const shown = headers.get('x-admin-key') ?? bearer ?? ''
  if (key !== undefined) {
    return shown === key ? undefined : refuse('send the control key as x-admin-key or as a bearer token.')
  }
  if (via?.isLoopback !== false || (shown !== '' && server.keys?.admin.includes(shown))) return undefined
  return refuse('from another machine they need an admin key, or the key of --control-key, as x-admin-key.')
}

function refuse(reason: string): Response {
  return replyDetail(403, `The control endpoints refused the request: ${reason}`)
}
