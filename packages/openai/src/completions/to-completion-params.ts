import type { StreamCompletionParams } from '@tabby/completions'
import { refuseField } from '../http/to-error-response.js'
import { toModelField } from '../http/to-model-field.js'
import type { HandlerSettings } from '../openai-handler-options.js'

/** OpenAI's default for `max_tokens`. Without it, TabbyAPI would fill the context, or fail in a stream. */
const defaultTokens = 16

/** Makes the parameters of a completion from a body in OpenAI's form. Refuses what the server would ignore. */
export function toCompletionParams(settings: HandlerSettings, body: Record<string, unknown>): StreamCompletionParams {
  const { prompt, model, max_completion_tokens: most, stream: _stream, stream_options: _options, ...rest } = body
  if (!isPrompt(prompt)) {
    refuseField('prompt', 'must be a string or a list of strings: token ids mean nothing to another model')
  }
  if (rest['echo'] === true) refuseField('echo', 'is not supported: the prompt cannot be returned')
  if (rest['suffix']) refuseField('suffix', 'is not supported: put fill-in-the-middle markers into the prompt')
  const params = {
    max_tokens: defaultTokens,
    ...settings.defaults,
    ...(most !== undefined && { max_tokens: most as number }),
    ...rest,
    ...toModelField(settings, model),
    prompt,
  }
  return params as StreamCompletionParams
}

function isPrompt(prompt: unknown): prompt is string | string[] {
  if (typeof prompt === 'string') return true
  return Array.isArray(prompt) && prompt.length > 0 && prompt.every((text) => typeof text === 'string')
}
