import { JsonSyntaxError } from '../json/json-syntax-error.js'
import { parseJsonInSteps } from '../json/parse-json.js'
import { createTurn, type Turn } from '../time/turn.js'
import { HttpError, refuse, replyDetail } from './reply.js'
import { BodyTooLarge, type ServerRequest } from './server-request.js'

/**
 * Reads and parses a request's body before anything else is checked, keys included. `undefined` is no body; a content
 * type that is not JSON leaves the text as it is, which no endpoint takes (http_content_type_text_plain).
 */
export async function readBody(request: ServerRequest, limit: number, signal: AbortSignal): Promise<unknown> {
  const bytes = await request.bytes(limit)
  if (bytes.length === 0) return undefined
  const turn = createTurn(signal)
  if (!isJson(request.headers.get('content-type'))) return await decodeInTurns(bytes, turn)
  try {
    return await parseInTurns(await decodeInTurns(bytes, turn), turn)
  } catch (error) {
    if (error instanceof BodyTooLarge || signal.aborted) throw error
    if (!(error instanceof JsonSyntaxError)) return refuse(400, 'There was an error parsing the body')
    const issue = {
      type: 'json_invalid',
      loc: ['body', error.offset],
      msg: 'JSON decode error',
      input: {},
      ctx: { error: error.message },
    }
    throw new HttpError(replyDetail(422, [issue]))
  }
}

/** Values of a body at most, lists and objects included: each takes many times its letters. */
const mostValues = 550_000

/** Bytes that are decoded in one go. */
const window = 2 ** 20

async function decodeInTurns(bytes: Uint8Array, turn: Turn): Promise<string> {
  const encoding = detectEncoding(bytes)
  if (encoding.startsWith('utf-32')) return await decodeWide(bytes, encoding === 'utf-32le', turn)
  const decoder = new TextDecoder(encoding, { fatal: true })
  if (bytes.length <= window) return decoder.decode(bytes)
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += window) {
    parts.push(decoder.decode(bytes.subarray(at, at + window), { stream: at + window < bytes.length }))
    if (turn.isOver()) await turn.next()
  }
  const text = parts.join('')
  await turn.next()
  return text
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be'

/** JSON may come in two or four bytes a character too: Python looks for a mark, and where the zeros are. */
function detectEncoding(bytes: Uint8Array): Encoding {
  const [first, second, third, fourth] = bytes
  if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return 'utf-32be'
  if (first === 0xff && second === 0xfe) return third === 0 && fourth === 0 ? 'utf-32le' : 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (bytes.length >= 4) {
    if (first === 0) return second === 0 ? 'utf-32be' : 'utf-16be'
    if (second === 0) return third === 0 && fourth === 0 ? 'utf-32le' : 'utf-16le'
  }
  if (bytes.length === 2 && first === 0) return 'utf-16be'
  return bytes.length === 2 && second === 0 ? 'utf-16le' : 'utf-8'
}

/** Bytes of UTF-32 that are decoded in one go. */
const wideStep = 4096

/** UTF-32, which no decoder of the platform reads. The mark at the beginning says nothing else. */
async function decodeWide(bytes: Uint8Array, isLittle: boolean, turn: Turn): Promise<string> {
  if (bytes.length % 4 !== 0) throw new TypeError('half a character')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += wideStep) {
    const units: number[] = []
    for (let next = at; next < Math.min(at + wideStep, bytes.length); next += 4) {
      const code = view.getUint32(next, isLittle)
      if (code > 0x10ffff) throw new TypeError('no character')
      if (code < 0x10000) units.push(code)
      else units.push(0xd7c0 + (code >> 10), 0xdc00 + (code & 0x3ff))
    }
    if (at === 0 && units[0] === 0xfeff) units.shift()
    // `fromCodePoint` makes a string of each character first.
    parts.push(String.fromCharCode(...units))
    if (turn.isOver()) await turn.next()
  }
  return parts.join('')
}

async function parseInTurns(text: string, turn: Turn): Promise<unknown> {
  const steps = parseJsonInSteps(text)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    if (Number(value) > mostValues) throw new BodyTooLarge(`${mostValues} values`)
    if (turn.isOver()) await turn.next()
  }
}

function isJson(contentType: string | null): boolean {
  const [kind = ''] = (contentType ?? '').split(';')
  return /^\s*application\/(?:json|[^/]*\+json)\s*$/i.test(kind)
}
