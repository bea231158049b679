import type { TabbyClient, TabbyContext } from '@tabby/core'
import { isRecord } from '@tabby/kit/deltas/is-record'
import { answerChat } from '../chat/answer-chat.js'
import { answerCompletion } from '../completions/answer-completion.js'
import { answerEmbeddings } from '../embeddings/answer-embeddings.js'
import { answerModel } from '../models/answer-model.js'
import { answerModels } from '../models/answer-models.js'
import type { HandlerSettings } from '../openai-handler-options.js'
import { answerResponse } from '../responses/answer-response.js'
import { toErrorResponse, toRefusal } from './to-error-response.js'

/** One request, as the endpoints see it. */
export interface HandlerCall extends HandlerSettings {
  readonly client: TabbyClient
  readonly request: Request
  /** The signal and the context of each call to the server. */
  readonly options: { readonly signal: AbortSignal | undefined; readonly context: TabbyContext | undefined }
}

const answers: Record<string, { method: string; answer: (call: HandlerCall) => Promise<Response> }> = {
  models: { method: 'GET', answer: answerModels },
  'chat/completions': { method: 'POST', answer: answerChat },
  completions: { method: 'POST', answer: answerCompletion },
  embeddings: { method: 'POST', answer: answerEmbeddings },
  responses: { method: 'POST', answer: answerResponse },
}

const endpoint = /\/v1\/(models|chat\/completions|completions|embeddings|responses)\/?$/
const modelPath = /\/v1\/models\/(.+)$/

const listServed = () =>
  [...Object.entries(answers).map(([name, { method }]) => `${method} /v1/${name}`), 'GET /v1/models/{id}'].join(', ')

function findAnswer(method: string, path: string): (call: HandlerCall) => Promise<Response> {
  const name = endpoint.exec(path)?.[1]
  const id = name ? undefined : modelPath.exec(path)?.[1]
  const found = name ? answers[name] : id ? { method: 'GET', answer: answerModel(id) } : undefined
  if (!found) {
    throw toRefusal(`Unknown request URL: ${method} ${path}. There are ${listServed()}.`, {
      status: 404,
      code: 'unknown_url',
    })
  }
  if (found.method !== method) {
    const headers = { allow: found.method }
    throw toRefusal(`Not allowed to ${method} on ${path}: use ${found.method}.`, { status: 405, headers })
  }
  return found.answer
}

/** Handles one request. It never rejects: an error becomes a response in OpenAI's shape. */
export async function answerRequest(
  settings: HandlerSettings,
  request: Request,
  signal: AbortSignal | undefined,
): Promise<Response> {
  try {
    const context = await settings.authorize?.(request)
    if (context instanceof Response) return context
    // `false` or nothing at all is not a permission.
    if (settings.authorize && !isRecord(context)) {
      throw toRefusal('authorize gave no permission', { status: 401, code: 'authentication_error' })
    }
    const answer = findAnswer(request.method, new URL(request.url).pathname)
    return await answer({ ...settings, request, options: { signal, context } })
  } catch (error) {
    return toErrorResponse(error)
  }
}
