import type { Endpoint } from '../http/endpoint.js'
import { errorEvent, formatEvent } from '../http/event-frames.js'
import { refuse } from '../http/refuse.js'
import { replyEventStream } from '../http/reply-event-stream.js'
import { compactJson } from '../json/compact-json.js'
import { findModel } from '../loading/find-model.js'
import { loadModel } from '../loading/load-model.js'
import { loadRequest } from '../loading/load-request.js'
import type { LoadRequest } from '../loading/load-request.js'
import { describeTrace } from '../state/describe-trace.js'
import { createEventQueue } from '../time/event-queue.js'

/** `POST /v1/model/load`: an event stream of progress; all that fails after the name was found is an event in a 200. */
export const modelLoad: Endpoint<LoadRequest> = {
  method: 'POST',
  paths: ['/v1/model/load'],
  gate: 'admin',
  body: loadRequest,
  handle({ body, signal, server }) {
    if (body.model_name === '') refuse(400, 'A model name was not provided for load.')
    const definition = findModel(server, body.model_name)
    if (!definition) return refuse(400, 'Could not find the model path for load. Check model name or config.yml?')
    if (body.draft_model?.draft_model_name === '') refuse(400, 'Could not find the draft model name for model load.')
    const queue = createEventQueue<string>()
    loadModel(server, definition, body, (progress) => queue.push(formatEvent(compactJson(progress))))
      .catch((error: Error) => queue.push(errorEvent(error.message, describeTrace(server, error))))
      .finally(() => queue.end())
    return replyEventStream({ events: queue.events, signal, pingSeconds: server.settings.pingSeconds })
  },
}
