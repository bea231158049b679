import { isRecord } from '@tabby/kit/deltas/is-record'
import { toRefusal } from './to-error-response.js'

/**
 * Reads the body of a request: its fields, without those that are `null`, which is how OpenAI's clients write unset
 * fields. `extra` is dropped, because the services of this family would spread its fields.
 */
export async function readBody(request: Request): Promise<Record<string, unknown>> {
  const text = await request.text()
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw toRefusal('The body of the request is not valid JSON')
  }
  if (!isRecord(body)) throw toRefusal('The body of the request must be a JSON object')
  return Object.fromEntries(Object.entries(body).filter(([field, value]) => value !== null && field !== 'extra'))
}
