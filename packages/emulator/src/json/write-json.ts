import { PythonFloat } from './python-float.js'

/** JSON that is written already, and goes into a larger one as it is. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** How the two JSON writers of the server differ. */
interface JsonStyle {
  comma: string
  colon: string
  /** pydantic writes `null` for NaN and the infinities, `json.dumps` writes JavaScript's own words for them. */
  notFinite: 'null' | 'word'
}

/** Writes a value as JSON in one of the server's two styles. Members that are `undefined` are left out. */
function writeJson(value: unknown, style: JsonStyle): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return writeNumber(value, false, style)
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (value instanceof PythonFloat) return writeNumber(value.value, true, style)
  if (value instanceof JsonText) return value.text
  if (Array.isArray(value)) return `[${value.map((item) => writeJson(item, style)).join(style.comma)}]`
  const members: string[] = []
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) members.push(JSON.stringify(key) + style.colon + writeJson(member, style))
  }
  return `{${members.join(style.comma)}}`
}

function writeNumber(value: number, isFloat: boolean, style: JsonStyle): string {
  if (!Number.isFinite(value)) return style.notFinite === 'null' ? 'null' : String(value)
  const text = Object.is(value, -0) ? '-0' : String(value)
  if (isFloat && /^-?\d+$/.test(text)) return `${text}.0`
  // Python pads a one-digit exponent: 1e-07, not 1e-7.
  return text.replace(/e([+-])(\d)$/, 'e$10$2')
}

/**
 * JSON as pydantic and starlette write it: no blanks, not-finite numbers as `null`
 * (chat_logprobs_zero_probability_token).
 */
export function compactJson(value: unknown): string {
  return writeJson(value, { comma: ',', colon: ':', notFinite: 'null' })
}

/**
 * JSON as Python's `json.dumps` writes it, used in generation events: blanks after comma and colon, bare `-Infinity`.
 */
export function spacedJson(value: unknown): string {
  return writeJson(value, { comma: ', ', colon: ': ', notFinite: 'word' })
}
