import { anything } from '../../validation/anything.js'
import { boolean } from '../../validation/boolean.js'
import { integer } from '../../validation/integer.js'
import { optional } from '../../validation/optional.js'
import { record } from '../../validation/record.js'
import { text } from '../../validation/text.js'
import { samplerFields } from './sampler-fields.js'

const none = (): null => null
const streamOptions = record('ChatCompletionStreamOptions', {
  include_usage: { model: optional(boolean()), default: () => false },
})
const responseFormat = record('CompletionResponseFormat', {
  type: { model: text(), default: () => 'text' },
  json_schema: { model: optional(anything()), default: none },
})

/** What both kinds of completion take, the sampling parameters first. */
export const requestFields = {
  ...samplerFields,
  model: { model: optional(text()), default: none },
  stream: { model: optional(boolean()), default: () => false },
  stream_options: { model: optional(streamOptions), default: none },
  response_format: { model: optional(responseFormat), default: () => ({ type: 'text', json_schema: null }) },
  n: { model: optional(integer({ ge: 1 })), default: () => 1 },
  best_of: { model: optional(integer()), default: none },
  echo: { model: optional(boolean()), default: () => false },
  suffix: { model: optional(text()), default: none },
  user: { model: optional(text()), default: none },
}
