/** Fields whose null makes a generation throw, which turns `/health` unhealthy until the server is started again. */
const failingNulls = new Set(
  [
    'stop temperature top_k top_p min_p xtc_probability xtc_threshold penalty_range n',
    'frequency_penalty presence_penalty repetition_penalty logprobs top_logprobs max_tokens',
    'adaptive_target adaptive_decay',
  ]
    .join(' ')
    .split(' '),
)

/** What may be sent in these fields to a server that others use, besides what validation refuses. */
const allowed: Readonly<Record<string, readonly unknown[]>> = {
  // 0 and null fill the context.
  max_tokens: [1, 2],
  min_tokens: [1, 0, null],
  n: [1, 2],
  // Out of range it breaks the sampler.
  min_p: [0, 0.5, 1],
  // What a grammar accepts is the library's affair, and what it does not may break a generation.
  json_schema: [null],
  regex_pattern: [null, ''],
  grammar_string: [null, ''],
  logit_bias: [null, {}, { a: 1 }],
  // A model that is named is loaded where inline loading is on.
  model: [null],
  // An empty list makes a stream that never ends.
  prompt: ['x'],
  // What a template makes of no message at all is its own affair.
  messages: [],
  tools: [null, []],
  response_format: [{}, { type: 'text' }],
  prompt_template: [null],
  token_healing: [null, false],
  ...Object.fromEntries(
    ['dry_multiplier', 'dry_base', 'dry_allowed_length', 'dry_range'].map((name) => [name, [null, 0]]),
  ),
  ...Object.fromEntries(['smoothing_factor', 'loop_detect_window'].map((name) => [name, [null, 0]])),
  ...Object.fromEntries(['banned_tokens', 'allowed_tokens', 'banned_strings'].map((name) => [name, [null, []]])),
  adaptive_target: [1],
  adaptive_decay: [0.5],
}

const atLeastZero = ['max_tokens', 'min_tokens', 'n', 'smoothing_factor', 'loop_detect_window']
const wholeNumbers = ['max_tokens', 'min_tokens', 'n', 'dry_allowed_length', 'dry_range', 'loop_detect_window']

/** Values that validation refuses in every field that does not take them, so that nothing is generated. */
function isRefused(name: string, value: unknown): boolean {
  if (name === 'json_schema' || value === null) return false
  const isText = ['regex_pattern', 'grammar_string', 'model', 'prompt_template'].includes(name)
  if (isText) return typeof value !== 'string'
  if (['messages', 'tools'].includes(name)) return !Array.isArray(value)
  if (name === 'prompt') return typeof value !== 'string' && !Array.isArray(value)
  if (['logit_bias', 'response_format'].includes(name)) return typeof value !== 'object' || Array.isArray(value)
  if (name === 'token_healing') return Array.isArray(value) || value === 'x'
  if (value === -1) return atLeastZero.includes(name)
  if (value === 1.5) return wholeNumbers.includes(name)
  return typeof value === 'object' || value === 'x'
}

/** Whether a field of a generation can be sent to a server that goes on to serve others. */
export function isHarmless(name: string, value: unknown): boolean {
  if (value === null && failingNulls.has(name)) return false
  const values = allowed[name]
  if (!values || isRefused(name, value)) return true
  return values.some((one) => JSON.stringify(one) === JSON.stringify(value))
}
