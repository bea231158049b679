import { normalise } from '../replay/normalise.js'
import type { LiveAnswer } from './exchange.js'

const comparedHeaders = [
  'content-type allow vary cache-control location access-control-allow-origin',
  'access-control-allow-credentials',
]
  .join(' ')
  .split(' ')

/** What of an answer has to be the same whatever model is loaded and whatever lies in the server's folders. */
export function lookLoosely({ status, headers, text }: LiveAnswer): string {
  const body = headers.get('content-type')?.startsWith('text/event-stream') ? listKinds(text) : describe(status, text)
  return [...describeHead(status, headers), body].join('\n')
}

/** All of an answer but what differs from one run to the next: for two servers with the same model. */
export function lookClosely({ status, headers, text }: LiveAnswer): string {
  // Whether any time went by is a matter of speed.
  const timeless = normalise(text).replaceAll('"Indeterminate"', 'RATE')
  return [...describeHead(status, headers), timeless.replace(/^: ping.*\r\n\r\n/gm, '')].join('\n')
}

function describeHead(status: number, headers: Headers): string[] {
  const shown = comparedHeaders.flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [`${name}: ${value.replace(/^https?:\/\/[^/]+/, '')}`]
  })
  return [String(status), ...shown]
}

/** Kinds of events in their order; how many tokens a model makes, and which, is its own affair. */
function listKinds(text: string): string {
  const kinds: string[] = []
  for (const frame of text.split('\r\n\r\n')) {
    if (frame === '' || frame.startsWith(':')) continue
    const kind = frame === 'data: [DONE]' ? 'DONE' : kindOf(parse(frame.replace(/^data: /, '')), frame)
    if (kinds.at(-1) !== kind) kinds.push(kind)
  }
  return kinds.join('\n')
}

function kindOf(event: any, frame: string): string {
  if (event?.error) return `error ${Object.keys(event.error).join()}`
  const choice = event?.choices?.[0]
  if (!choice) return `other: ${frame.slice(0, 60)}`
  const { logprobs, finish_reason: reason, delta, text } = choice
  if (reason === null && delta && !delta.content) return 'token'
  const names = Object.keys(choice).filter((name) => !['logprobs', 'eos_reason', 'delta', 'text'].includes(name))
  const kind = delta ? 'delta' : typeof text
  if (reason === null)
    return `token of ${Object.keys(event).join()}: ${names.join()} ${kind} ${logprobs ? 'logprobs' : ''}`
  return `end of ${Object.keys(event).join()}: ${names.join()} ${kind}`
}

function describe(status: number, text: string): string {
  const value = parse(text)
  if (value === undefined || typeof value !== 'object') return text.startsWith('<') ? 'a page' : normalise(text)
  if (status >= 400)
    return normalise(JSON.stringify(withoutInput(value))).replace(/TemplateError: [^"]*/, 'TemplateError')
  return JSON.stringify(shape(value, ''))
}

function parse(text: string): any {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The words of a refusal; what was sent is repeated in it, in the server's own spelling of numbers. */
function withoutInput(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutInput)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([key]) => key !== 'input' && key !== 'issues')
  return Object.fromEntries(members.map(([key, member]) => [key, withoutInput(member)]))
}

/** Members that depend on the model, or on what lies in the server's folders. */
const free = new Set(
  [
    'content reasoning_content tool_calls finish_reason eos_reason stop_str logprobs data presets',
    'overrides selected_preset issues prompt_template prompt_template_content paths components',
    'prompt_tokens_per_sec completion_tokens_per_sec tokens ids chat_template',
  ]
    .join(' ')
    .split(' '),
)

function shape(value: unknown, key: string): unknown {
  if (free.has(key)) return 'any'
  if (value === null) return null
  if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0], '')]
  if (typeof value !== 'object') return typeof value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shape(member, name)]))
}
