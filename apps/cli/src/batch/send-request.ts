import { type BatchRequest, runBatchRequest } from '@tabby/bulk'
import { createChatObject } from '@tabby/chat'
import { isTabbyError, type TabbyClient, TabbyRequestError } from '@tabby/core'
import { checkAnsweredModel, ensureModel, getModel } from '@tabby/models'

/** How requests are sent. */
interface SendOptions {
  /** A JSON schema that replies must match. */
  readonly schema?: Record<string, unknown> | undefined
  /** The model that must answer. */
  readonly model?: string | undefined
  /** Whether the model may be loaded if none is. */
  readonly canLoad: boolean
}

/** Makes the call of a request, for `runBulk`. */
export function createSend(
  client: TabbyClient,
  { schema, model, canLoad }: SendOptions,
): (request: BatchRequest, options: { signal: AbortSignal }) => Promise<unknown> {
  const verify = model === undefined ? undefined : checkAnsweredModel
  let loading: Promise<unknown> | undefined

  const send = async (request: BatchRequest, signal: AbortSignal): Promise<unknown> => {
    if (!schema) return runBatchRequest(client, request, { signal, verify })
    const { json_schema: _sent, messages, ...body } = request.body as { messages: []; json_schema: unknown }
    try {
      return (await createChatObject(client, { messages, ...body, schema }, { signal, verify })).answer
    } catch (error) {
      // What a server without a model answers to a request that names one.
      if (isTabbyError(error) && error.code === 'server_error' && model !== undefined)
        await getModel(client, { signal })
      throw error
    }
  }
  return async (request, { signal }) => {
    try {
      return await send(request, signal)
    } catch (error) {
      if (!canLoad || model === undefined || !isTabbyError(error) || error.code !== 'no_model_loaded') throw error
      // Once for all requests that find none.
      loading ??= ensureModel(client, { model_name: model }, { signal })
        .catch((failure: unknown) => {
          throw toLoadError(failure)
        })
        .finally(() => (loading = undefined))
      await loading
      return send(request, signal)
    }
  }
}

/** What a run waits for, or ends with, as it is. */
const ownEnds: ReadonlySet<string> = new Set([
  'authentication_error',
  'connection_error',
  'permission_error',
  'rate_limit_exceeded',
])

/** A model that the server cannot load ends the run: each request would load it again. */
function toLoadError(error: unknown): unknown {
  if (!isTabbyError(error) || ownEnds.has(error.code)) return error
  return new TabbyRequestError(error.message, { reason: 'unknown-model' })
}
