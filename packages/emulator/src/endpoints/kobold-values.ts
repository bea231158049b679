import { encodeInTurns } from '../engine/tokenizer/encode-text.js'
import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply.js'
import type { LoadedModel } from '../state/loaded-model.js'
import { requireModel } from '../state/require-model.js'
import { createTurn } from '../time/turn.js'
import { record } from '../validation/composites.js'
import type { Model } from '../validation/model.js'
import { text } from '../validation/scalars.js'

function describeModel(paths: string[], describe: (model: LoadedModel) => unknown): Endpoint {
  return {
    method: 'GET',
    paths,
    access: 'api',
    requires: 'model',
    handle: ({ server }) => replyJson(describe(requireModel(server))),
  }
}

/** Every path of version 1 is there as `latest` too (api_latest_missing__get_api_latest_config_max_length). */
function withLatest(...paths: string[]): string[] {
  return paths.flatMap((path) => (path.includes('/v1/') ? [path, path.replace('/v1/', '/latest/')] : [path]))
}

function answerAlways(method: 'GET' | 'PUT', path: string, value: unknown): Endpoint {
  return { method, paths: withLatest(path), access: 'none', handle: () => replyJson(value) }
}

const lengthPaths = withLatest(
  '/api/v1/config/max_length',
  '/api/v1/config/max_context_length',
  '/api/extra/true_max_context_length',
)

/** The Kobold endpoints that only tell something; all three lengths are the model's context length. */
export const koboldValues: readonly Endpoint[] = [
  describeModel(['/api/v1/model', '/api/latest/model'], ({ name }) => ({ result: `tabbyAPI/${name}` })),
  describeModel(lengthPaths, ({ parameters }) => ({ value: parameters.maxSequenceLength })),
  answerAlways('GET', '/api/v1/info/version', { result: '1.2.5' }),
  answerAlways('GET', '/api/extra/version', { result: 'KoboldCpp', version: '1.74' }),
  answerAlways('GET', '/api/v1/config/soft_prompts_list', { values: [] }),
  answerAlways('GET', '/api/v1/config/soft_prompt', { value: '' }),
  answerAlways('PUT', '/api/v1/config/soft_prompt', {}),
]

const withKey = (name: string): Model<{ genkey: string }> => record(name, { genkey: { model: text() } })

function acceptKey(method: 'GET' | 'POST', path: string, body: Model<{ genkey: string }>, answer: unknown): Endpoint {
  return { method, paths: [path], access: 'api', requires: 'model', body, handle: () => replyJson(answer) }
}

const tokenCount: Endpoint<{ prompt: string }> = {
  method: 'POST',
  paths: ['/api/extra/tokencount'],
  access: 'api',
  requires: 'model',
  body: record('TokenCountRequest', { prompt: { model: text() } }),
  async handle({ body, signal }) {
    const ids = await encodeInTurns(body.prompt, { addBegin: true, encodeSpecial: true }, createTurn(signal))
    return replyJson({ value: ids.length, ids })
  },
}

const checkPath = '/api/extra/generate/check'

/**
 * Kobold's abort says yes to any key, its check knows none, since generation never comes to anything as shipped; check
 * takes a body with GET too (kobold_check_get_with_body).
 */
export const koboldChecks: readonly Endpoint[] = [
  acceptKey('POST', '/api/extra/abort', withKey('AbortRequest'), { success: true }),
  acceptKey('POST', checkPath, withKey('CheckGenerateRequest'), { results: [] }),
  acceptKey('GET', checkPath, withKey('CheckGenerateRequest'), { results: [] }),
  tokenCount,
]
