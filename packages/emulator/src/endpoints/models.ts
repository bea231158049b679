import type { Endpoint } from '../http/endpoint.js'
import { describeTrace, errorEvent, formatEvent } from '../http/event-frames.js'
import { refuse, replyEventStream, replyJson } from '../http/reply.js'
import { compactJson } from '../json/write-json.js'
import { findModel } from '../loading/find-in-folders.js'
import { beginChange, loadModel, unloadModel } from '../loading/load-model.js'
import { loadRequest, type LoadRequest } from '../loading/load-request.js'
import { loadedModelCard, modelCard } from '../state/model-card.js'
import { requireModel } from '../state/require-model.js'
import { createEventQueue } from '../time/event-queue.js'
import { waitMilliseconds } from '../time/wait-milliseconds.js'

/** `GET /v1/models`: every folder for an admin, the loaded model for others, made-up names before both. */
export const modelList: Endpoint = {
  method: 'GET',
  paths: ['/v1/models', '/v1/model/list'],
  access: 'api',
  handle({ server, permission }) {
    const loaded = server.model ? [server.model.name] : []
    // A folder is listed by its first part, once, however many models lie in it (inline_models_admin).
    const folders = new Set(
      server.models.filter((model) => !model.unlisted).map((model) => model.name.split('/')[0] ?? ''),
    )
    const names = permission() === 'admin' ? [...folders] : loaded
    const data = [...server.settings.dummyModelNames, ...names].map((name) => modelCard(name))
    return replyJson({ object: 'list', data })
  },
}

/** `GET /v1/model/draft/list`: every draft folder for an admin, the loaded draft model for others. */
export const draftModelList: Endpoint = {
  method: 'GET',
  paths: ['/v1/model/draft/list'],
  access: 'api',
  handle({ server, permission }) {
    const loaded = server.model?.draft ? [server.model.draft] : []
    const shown = permission() === 'admin' ? (server.world.draftModels ?? []) : loaded
    return replyJson({ object: 'list', data: shown.map((draft) => modelCard(draft.name)) })
  },
}

/** `GET /v1/model`: the loaded model's card. */
export const modelGet: Endpoint = {
  method: 'GET',
  paths: ['/v1/model'],
  access: 'api',
  requires: 'model',
  handle: ({ server }) => replyJson(loadedModelCard(requireModel(server))),
}

/** `GET /props`: slots, template text (empty when there is none) and context length. */
export const modelProps: Endpoint = {
  method: 'GET',
  paths: ['/props'],
  access: 'api',
  requires: 'model',
  handle({ server }) {
    const { parameters, template } = requireModel(server)
    return replyJson({
      total_slots: parameters.maxBatchSize,
      chat_template: template?.source ?? '',
      default_generation_settings: { n_ctx: parameters.maxSequenceLength },
    })
  },
}

/** `POST /v1/model/load`: an event stream of progress; all that fails after the name was found is an event in a 200. */
export const modelLoad: Endpoint<LoadRequest> = {
  method: 'POST',
  paths: ['/v1/model/load'],
  access: 'admin',
  body: loadRequest,
  handle({ body, signal, server }) {
    if (body.model_name === '') refuse(400, 'A model name was not provided for load.')
    const found = findModel(server, body.model_name)
    if (!found) return refuse(400, 'Could not find the model path for load. Check model name or config.yml?')
    const queue = createEventQueue<string>()
    loadModel(server, found, body, (progress) => queue.push(formatEvent(compactJson(progress))))
      .catch((error: Error) => queue.push(errorEvent(error.message, describeTrace(server, error))))
      .finally(() => queue.end())
    return replyEventStream({ events: queue.events, signal, pingSeconds: server.settings.pingSeconds })
  },
}

/**
 * `POST /v1/model/unload`. While a load waits for running generations it waits too, and is a 500 when the model is gone
 * then (queued_load__unload); so is the second of two at once.
 */
export const modelUnload: Endpoint = {
  method: 'POST',
  paths: ['/v1/model/unload'],
  access: 'admin',
  async handle({ server }) {
    if (!server.change) requireModel(server)
    else {
      await server.change
      throw new Error('the model is gone already')
    }
    const endChange = beginChange(server)
    unloadModel(server)
    await waitMilliseconds(1)
    endChange()
    return replyJson(null)
  },
}
