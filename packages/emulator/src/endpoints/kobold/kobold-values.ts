import type { Endpoint } from '../../http/endpoint.js'
import { replyJson } from '../../http/reply-json.js'
import type { LoadedModel } from '../../state/loaded-model.js'
import { requireModel } from '../../state/require-model.js'

function describeModel(paths: string[], describe: (model: LoadedModel) => unknown): Endpoint {
  return {
    method: 'GET',
    paths,
    gate: 'api',
    requires: 'model',
    handle: ({ server }) => replyJson(describe(requireModel(server))),
  }
}

function answerAlways(method: 'GET' | 'PUT', path: string, value: unknown): Endpoint {
  return { method, paths: [path], gate: 'none', handle: () => replyJson(value) }
}

const LENGTH_PATHS = [
  '/api/v1/config/max_length',
  '/api/v1/config/max_context_length',
  '/api/extra/true_max_context_length',
]

/** The Kobold endpoints that only tell something; all three lengths are the model's context length. */
export const koboldValues: readonly Endpoint[] = [
  describeModel(['/api/v1/model', '/api/latest/model'], ({ name }) => ({ result: `tabbyAPI/${name}` })),
  describeModel(LENGTH_PATHS, ({ parameters }) => ({ value: parameters.maxSequenceLength })),
  answerAlways('GET', '/api/v1/info/version', { result: '1.2.5' }),
  answerAlways('GET', '/api/extra/version', { result: 'KoboldCpp', version: '1.74' }),
  answerAlways('GET', '/api/v1/config/soft_prompts_list', { values: [] }),
  answerAlways('GET', '/api/v1/config/soft_prompt', { value: '' }),
  answerAlways('PUT', '/api/v1/config/soft_prompt', {}),
]
