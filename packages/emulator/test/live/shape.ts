/** What of an answer must be the same for any model: status, type, keys, kinds of values, order of kinds of events. */
export function shapeAnswer(status: number, contentType: string | null, text: string): string {
  const isStream = contentType?.startsWith('text/event-stream') ?? false
  const body = isStream ? shapeEvents(text) : shapeJson(text)
  return `${status} ${contentType ?? 'no type'}\n${body}`
}

/** Events of the same shape that follow each other count once: how many tokens a model makes is its own affair. */
function shapeEvents(text: string): string {
  const shapes: string[] = []
  for (const frame of text.split('\r\n\r\n')) {
    if (frame === '' || frame.startsWith(':')) continue
    const next = frame.startsWith('data: ') ? shapeJson(frame.slice(6)) : `not an event: ${frame.slice(0, 40)}`
    if (shapes.at(-1) !== next) shapes.push(next)
  }
  return shapes.join('\n')
}

function shapeJson(text: string): string {
  try {
    return JSON.stringify(shape(JSON.parse(text)))
  } catch {
    return text
  }
}

function shape(value: unknown): unknown {
  if (value === null) return null
  if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0])]
  if (typeof value !== 'object') return typeof value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, readRate(key, member) || shape(member)]))
}

/** A rate is a number, or this word when no time went by (chat_usage_instant_prefill): a matter of speed. */
function readRate(key: string, value: unknown): 'rate' | false {
  return key.endsWith('_per_sec') && (typeof value === 'number' || value === 'Indeterminate') && 'rate'
}
