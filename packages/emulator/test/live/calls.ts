/** One request of the contract, sent to a real server and to an emulator. */
export interface Call {
  name: string
  method: 'GET' | 'POST'
  path: string
  body?: unknown
  /** It changes what is loaded: sent only with TABBY_LIVE_ADMIN=1. */
  admin?: true
}

const messages = [{ role: 'user', content: 'Say hello in one word.' }]
const usage = { stream_options: { include_usage: true } }
const get = (path: string): Call => ({ name: `GET ${path}`, method: 'GET', path })
const post = (name: string, path: string, body: unknown): Call => ({ name, method: 'POST', path, body })

/** What must hold for any model: shapes, refusals and the order of events. */
export const calls: Call[] = [
  ...['/health', '/.well-known/serviceinfo', '/v1/models', '/v1/model', '/props', '/v1/model/draft/list'].map(get),
  ...['/v1/loras', '/v1/lora', '/v1/templates', '/v1/sampling/overrides', '/v1/auth/permission'].map(get),
  ...['/v1/nope', '/v1/models/', '/v1/chat/completions'].map(get),
  post('chat', '/v1/chat/completions', { messages, max_tokens: 8 }),
  post('chat with usage', '/v1/chat/completions', { messages, max_tokens: 8, ...usage }),
  post('chat, streamed', '/v1/chat/completions', { messages, max_tokens: 8, stream: true }),
  post('chat, streamed with usage', '/v1/chat/completions', { messages, max_tokens: 8, stream: true, ...usage }),
  post('chat with logprobs', '/v1/chat/completions', { messages, max_tokens: 4, logprobs: 1, top_logprobs: 2 }),
  post('chat without messages', '/v1/chat/completions', {}),
  post('chat with a wrong type', '/v1/chat/completions', { messages, temperature: 'warm' }),
  post('completion', '/v1/completions', { prompt: 'Hello', max_tokens: 8 }),
  post('completion, streamed', '/v1/completions', { prompt: 'Hello', max_tokens: 8, stream: true }),
  post('completion without max_tokens, streamed', '/v1/completions', { prompt: 'Hello', stream: true }),
  post('tokens of a text', '/v1/token/encode', { text: 'Hello world' }),
  post('text of tokens', '/v1/token/decode', { tokens: [1, 2] }),
  { ...post('unload', '/v1/model/unload', undefined), admin: true },
]
