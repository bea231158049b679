import { JsonSyntaxError } from '../json/json-syntax-error.js'
import { parseJson } from '../json/parse-json.js'
import { HttpError } from './http-error.js'
import { refuse } from './refuse.js'
import { replyDetail } from './reply-detail.js'
import type { ServerRequest } from './server-request.js'

/**
 * Reads and parses a request's body before anything else is checked, keys included. `undefined` is no body; a content
 * type that is not JSON leaves the text as it is, which no endpoint takes (http_content_type_text_plain).
 */
export async function readBody(request: ServerRequest, limit: number): Promise<unknown> {
  const bytes = await request.bytes(limit)
  if (bytes.length === 0) return undefined
  if (!isJson(request.headers.get('content-type'))) return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
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

function isJson(contentType: string | null): boolean {
  const [kind = ''] = (contentType ?? '').split(';')
  return /^\s*application\/(?:json|[^/]+\+json)\s*$/i.test(kind)
}
