import { isRecord } from './is-record.js'
import type { ContextSize } from './read-context-size.js'
import type { TabbyApiIssue } from './tabby-api-error.js'

/** What a server, or a gateway in front of it, says went wrong. */
export interface ServerError {
  /** Its own message; empty when it reports an error without one. */
  readonly message: string
  /** Its code, such as `context_length_exceeded`; undefined when it names none, or a number. */
  readonly code: string | undefined
  /** The HTTP status that the text itself names, which counts when the exchange had another one (200). */
  readonly status: number | undefined
  /** The refused fields, without the refused values. */
  readonly issues: readonly TabbyApiIssue[]
  /** How much did not fit, where it stands in fields of its own. */
  readonly contextSize?: ContextSize
}

/** More issues, errors or choices than this are not looked at: a message names the first few. */
const maxMembers = 100

/** Where the message stands: FastAPI, OpenAI, OAuth and problem details each have a name for it, and some fill two. */
const messageKeys = [
  'error',
  'title',
  'message',
  'msg',
  'error_description',
  'detail',
  'errors',
  // API gateways of clouds and of vendors: `Message` (AWS), `fault.faultstring` (Apigee), `error_msg` (Baidu).
  'Message',
  'fault',
  'faultstring',
  'error_msg',
  'errorMessage',
]

/** A proxy's page inside JSON is no message for a person either. */
const isPage = /^\s*<(?:!doctype|html|head|body|\?xml)/i

/** Where a status stands. */
const statusKeys = ['status', 'code', 'status_code', 'statusCode']

/** Reads one known place: a text, a list of those, or an object with a message. It does not go down far. */
function readWords(place: unknown, depth = 0): string {
  if (typeof place === 'string') return isPage.test(place) ? '' : place.trim()
  if (Array.isArray(place)) {
    const members = depth < 3 ? place.slice(0, maxMembers) : []
    return members
      .map((member: unknown) => readWords(member, depth + 1))
      .filter(Boolean)
      .join(', ')
  }
  if (!isRecord(place) || depth > 2) return ''
  let words: string[] = []
  for (const key of messageKeys) {
    const found = (key === 'errors' && readFields(place[key])) || readWords(place[key], depth + 1)
    if (!found || words.some((word) => word.includes(found))) continue
    words = [...words.filter((word) => !found.includes(word)), found]
  }
  const location = words.length > 0 ? readLocation(place['loc']).join('.') : ''
  return `${location}${location && ': '}${words.join(': ')}`
}

/** ASP.NET and Rails list what is wrong below the name of each field. */
function readFields(errors: unknown): string {
  const fields = isRecord(errors) ? Object.entries(errors).slice(0, maxMembers) : []
  const isSentences = ([, said]: [string, unknown]) =>
    Array.isArray(said) && said.every((each) => typeof each === 'string')
  return fields
    .filter(isSentences)
    .map(([field, said]) => `${field}: ${readWords(said, 2)}`)
    .join(', ')
}

const readLocation = (loc: unknown) => (Array.isArray(loc) ? loc.slice(0, maxMembers).filter(isPlace) : [])
const isPlace = (part: unknown): part is string | number => typeof part === 'string' || typeof part === 'number'

function readStatus(place: unknown): number | undefined {
  const values = isRecord(place) ? statusKeys.map((key) => place[key]) : [place]
  // Number() of lists that lie 20,000 deep in each other overflows the stack.
  const statuses = values.map((value) => (typeof value === 'object' ? 0 : Number(value)))
  return statuses.find((status) => Number.isInteger(status) && status >= 400 && status < 600)
}

function readCode(place: unknown): string | undefined {
  if (!isRecord(place)) return undefined
  // llama.cpp names the kind of error in `type` and repeats the status in `code`.
  return [place['code'], place['type']].find((code): code is string => typeof code === 'string' && !/^\d*$/.test(code))
}

/** llama.cpp writes both numbers beside the message. */
function readContextFields(place: unknown): ContextSize {
  if (!isRecord(place)) return {}
  const { n_ctx: limit, n_prompt_tokens: tokens } = place
  return {
    ...(typeof limit === 'number' && { contextLimit: limit }),
    ...(typeof tokens === 'number' && { requestedTokens: tokens }),
  }
}

/** The refused fields of a 422. The refused value stands beside them as `input`, may be a prompt, and is not read. */
function readIssues(detail: unknown): TabbyApiIssue[] {
  if (!Array.isArray(detail)) return []
  return detail
    .slice(0, maxMembers)
    .filter(isRecord)
    .map((issue) => ({
      type: typeof issue['type'] === 'string' ? issue['type'] : '',
      loc: readLocation(issue['loc']),
      msg: readWords(issue['msg'] ?? issue['message']),
    }))
    .filter(({ type, msg }) => type || msg)
}

/** Whether an answer says of itself that it is an error, as vLLM's, Anthropic's and Cloudflare's do. */
function isLabelled(value: Readonly<Record<string, unknown>>): boolean {
  return ['object', 'type', 'status'].some((key) => value[key] === 'error') || value['success'] === false
}

/**
 * Reads the message and code of an error from the places where servers and gateways write them, and from no other:
 * what stands elsewhere may be the prompt.
 *
 * @param value - Parsed JSON.
 * @param isError - Whether it is known to be an error: by its HTTP status, by the name of its event, or because it does
 * not have the shape of a result. Then a bare `message` or `detail` counts. Without it only an `error` does, at the top
 * or in a choice, or an object that is labelled as an error.
 * @returns The error, or undefined when there is none.
 */
export function readServerError(value: unknown, isError = false): ServerError | undefined {
  // Google's gateways wrap the object in a list of one.
  const top: unknown = Array.isArray(value) ? value[0] : value
  if (isError && typeof top === 'string')
    return { message: readWords(top), code: undefined, status: undefined, issues: [] }
  if (!isRecord(top)) return undefined
  const { choices } = top
  // Some gateways write an error without a word into each answer.
  const error = Array.isArray(choices) && choices.length > 0 && isBlank(top['error']) ? undefined : top['error']
  if (error || isError || isLabelled(top)) {
    const message = readWords(top)
    const issues = readIssues(top['detail'] ?? top['errors'])
    const status = readStatus(error) ?? readStatus(top)
    if (message || error || issues.length > 0 || isLabelled(top)) {
      const code = readCode(error) ?? readCode(top)
      return { message, code, status, issues, contextSize: readContextFields(error) }
    }
  }
  const failure = Array.isArray(choices) ? findFailure(choices.slice(0, maxMembers)) : undefined
  return failure === undefined ? undefined : readServerError({ error: failure })
}

/** The error of a choice, of its message or of its delta; `finish_reason` alone says that there is one. */
function findFailure(choices: readonly unknown[]): unknown {
  for (const choice of choices) {
    if (!isRecord(choice)) continue
    const places = [choice, choice['message'], choice['delta']]
    const found = places.map((place) => (isRecord(place) ? place['error'] : undefined)).find(Boolean)
    if (found || choice['finish_reason'] === 'error') return found ?? true
  }
  return undefined
}

const isBlank = (error: unknown) => isRecord(error) && Object.values(error).every((member) => !member)
