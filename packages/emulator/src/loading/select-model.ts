import type { RequestContext } from '../http/endpoint.js'
import { requireModel } from '../state/require-model.js'
import type { LoadedModel } from '../state/loaded-model.js'

/** The model that answers a generation request which may name one. Throws the refusal otherwise. */
export async function selectModel(context: RequestContext, requestedName: string | null): Promise<LoadedModel> {
  void requestedName
  return requireModel(context.server)
}
