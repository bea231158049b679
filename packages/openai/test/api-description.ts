import { Ajv } from 'ajv'

/**
 * What clients in other languages rely on: the required members of OpenAI's published API description, with the types
 * that it gives them. Generated clients fail on a member that is missing or has another type.
 */
export const text = { type: 'string' }
export const count = { type: 'integer' }
export const object = (properties: Record<string, object>, optional: Record<string, object> = {}) => ({
  type: 'object',
  required: Object.keys(properties),
  properties: { ...properties, ...optional },
})
export const list = (items: object) => ({ type: 'array', items })
const orNull = (schema: object) => ({ anyOf: [schema, { type: 'null' }] })
export const word = (...values: unknown[]) => ({ enum: values })

const usage = object(
  { prompt_tokens: count, completion_tokens: count, total_tokens: count },
  { prompt_tokens_details: { type: 'object', additionalProperties: count } },
)
const topLogprob = { token: text, logprob: { type: 'number' }, bytes: orNull(list(count)) }
const logprobs = object({ content: orNull(list(object({ ...topLogprob, top_logprobs: list(object(topLogprob)) }))) })
const reasons = ['stop', 'length', 'tool_calls', 'content_filter', 'function_call']
const toolCall = object({ id: text, type: word('function'), function: object({ name: text, arguments: text }) })
const message = object(
  { role: word('assistant'), content: orNull(text), refusal: orNull(text) },
  { tool_calls: list(toolCall) },
)
const head = (name: string) => ({ id: text, object: word(name), created: count, model: text })
export const chat = object(
  {
    ...head('chat.completion'),
    choices: list(object({ index: count, finish_reason: word(...reasons), message, logprobs: orNull(logprobs) })),
  },
  { usage },
)
const callPiece = object({ index: count }, { id: text, type: word('function'), function: object({ arguments: text }) })
const delta = {
  type: 'object',
  properties: { role: word('assistant'), content: orNull(text), tool_calls: list(callPiece) },
}
export const chatChunk = object(
  {
    ...head('chat.completion.chunk'),
    choices: list(
      object({ index: count, delta, finish_reason: word(...reasons, null) }, { logprobs: orNull(logprobs) }),
    ),
  },
  { usage: orNull(usage) },
)
const completionLogprobs = object({
  tokens: list(text),
  token_logprobs: list({ type: 'number' }),
  text_offset: list(count),
})
export const completion = object(
  {
    ...head('text_completion'),
    choices: list(
      object({
        index: count,
        text,
        finish_reason: word('stop', 'length', 'content_filter', null),
        logprobs: orNull(completionLogprobs),
      }),
    ),
  },
  { usage },
)
export const embeddings = object({
  object: word('list'),
  model: text,
  data: list(object({ object: word('embedding'), index: count, embedding: list({ type: 'number' }) })),
  usage: object({ prompt_tokens: count, total_tokens: count }),
})
export const model = object({ id: text, object: word('model'), created: count, owned_by: text })
export const error = object({ error: object({ message: text, type: text, param: orNull(text), code: orNull(text) }) })
const item = {
  oneOf: [
    object({ type: word('reasoning'), id: text, summary: list({}) }),
    object({
      type: word('message'),
      id: text,
      role: word('assistant'),
      status: word('in_progress', 'completed', 'incomplete'),
      content: list(object({ type: word('output_text'), text, annotations: list({}) })),
    }),
    object({ type: word('function_call'), id: text, call_id: text, name: text, arguments: text }),
  ],
}
const responseUsage = object({
  input_tokens: count,
  input_tokens_details: object({ cached_tokens: count }),
  output_tokens: count,
  output_tokens_details: object({ reasoning_tokens: count }),
  total_tokens: count,
})
export const response = object({
  id: text,
  object: word('response'),
  created_at: { type: 'number' },
  status: word('completed', 'failed', 'in_progress', 'incomplete'),
  error: orNull(object({ code: text, message: text })),
  incomplete_details: orNull(object({ reason: word('max_output_tokens') })),
  instructions: orNull(text),
  metadata: { type: 'object' },
  model: text,
  output: list(item),
  parallel_tool_calls: { type: 'boolean' },
  temperature: { type: 'number' },
  tool_choice: {},
  tools: list({}),
  top_p: { type: 'number' },
  usage: orNull(responseUsage),
})
const place = { item_id: text, output_index: count }
export const events: Record<string, Record<string, object>> = {
  'response.created': { response },
  'response.in_progress': { response },
  'response.completed': { response },
  'response.output_item.added': { output_index: count, item },
  'response.output_item.done': { output_index: count, item },
  'response.content_part.added': { ...place, content_index: count, part: object({ type: text, text }) },
  'response.content_part.done': { ...place, content_index: count, part: object({ type: text, text }) },
  'response.output_text.delta': { ...place, content_index: count, delta: text, logprobs: list({}) },
  'response.output_text.done': { ...place, content_index: count, text, logprobs: list({}) },
  'response.reasoning_text.delta': { ...place, content_index: count, delta: text },
  'response.reasoning_text.done': { ...place, content_index: count, text },
  'response.function_call_arguments.delta': { ...place, delta: text },
  'response.function_call_arguments.done': { ...place, name: text, arguments: text },
}

const ajv = new Ajv({ strict: false })
/** What a value lacks. Empty if nothing. */
export function findProblems(schema: object, value: unknown): string {
  return ajv.validate(schema, value) ? '' : `${ajv.errorsText()} in ${JSON.stringify(value)}`
}
