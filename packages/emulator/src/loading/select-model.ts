import type { RequestContext } from '../http/endpoint.js'
import { refuse } from '../http/reply.js'
import type { LoadedModel } from '../state/loaded-model.js'
import { requireModel } from '../state/require-model.js'
import { findModel } from './find-in-folders.js'
import { loadModel } from './load-model.js'
import { toVirtualPath } from './virtual-path.js'

/**
 * The model that answers a generation request. A name in the request matters in two cases only: it is loaded first when
 * inline loading is on and an admin asks (inline_chat_switch_admin), and it turns the 503 of a server without a model
 * into a 500 (nomodel_chat_with_model_field).
 */
export async function selectModel(context: RequestContext, requestedName: string | null): Promise<LoadedModel> {
  const { server } = context
  if (!requestedName) return requireModel(server)
  // No system has a path with this character in it (nul_in_model__model_a_u0000b).
  if (requestedName.includes('\0')) throw new TypeError('the name holds a null')
  if (server.model?.name !== toVirtualPath('models', requestedName).name) await switchTo(context, requestedName)
  if (!server.model) throw new Error('the server looks for the name of a model that is not there')
  return server.model
}

async function switchTo({ server, permission }: RequestContext, name: string): Promise<void> {
  const mayLoad = permission() === 'admin'
  if (!server.settings.inlineModelLoading || server.settings.dummyModelNames.includes(name)) return
  if (!mayLoad) refuse(401, `Unable to switch model to ${name} because an admin key isn't provided`)
  const found = findModel(server, name)
  if (found) await loadModel(server, found, {}, () => undefined)
}
