import { spacedJson } from './write-json.js'

/** Characters of a text that are written at once. */
const chunkLength = 1024

/** A value as `spacedJson` writes it, chunk by chunk: of a large one only what is asked for is written. */
export function* writeJsonLazily(value: unknown): Generator<string> {
  if (typeof value === 'string') return yield* quoteLazily(cut(value))
  if (typeof value !== 'object' || value === null || !isPlain(value)) return yield spacedJson(value)
  const isList = Array.isArray(value)
  yield isList ? '[' : '{'
  let comma = ''
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue
    yield isList ? comma : `${comma}${JSON.stringify(key)}: `
    yield* writeJsonLazily((value as Record<string, unknown>)[key])
    comma = ', '
  }
  yield isList ? ']' : '}'
}

/** A text between quotes, of which the chunks come as they are asked for. */
export function* quoteLazily(chunks: Iterable<string>): Generator<string> {
  yield '"'
  for (const chunk of chunks) yield JSON.stringify(chunk).slice(1, -1)
  yield '"'
}

function* cut(text: string): Generator<string> {
  for (let at = 0; at < text.length;) {
    // A pair of surrogates stays together: halves would be escaped.
    const end = at + chunkLength + (/[\ud800-\udbff]/.test(text[at + chunkLength - 1] ?? '') ? 1 : 0)
    yield text.slice(at, end)
    at = end
  }
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype
}
