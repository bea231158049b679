import type { ContextSize } from './to-api-error.js'
import type { TabbyApiIssue } from './tabby-api-error.js'
import type { TabbyErrorCode } from './tabby-error.js'

/** What a server, or a gateway in front of it, reports about an error. */
export interface ServerError {
  /** Its own message; empty if it reports an error without one. */
  readonly message: string
  /** Its code, such as `context_length_exceeded`; undefined if there is none, or if it is a number. */
  readonly code: string | undefined
  /** The HTTP status that the JSON itself names, which is used if the response had another one (200). */
  readonly status: number | undefined
  /** The refused fields, without the refused values. */
  readonly issues: readonly TabbyApiIssue[]
  /** The context limit and the tokens needed, if the JSON has fields for them. */
  readonly contextSize?: ContextSize
}

/** How many issues, errors or choices are read: a message shows only the first few. */
const maxMembers = 100

/** The fields that hold a message: FastAPI, OpenAI, OAuth and problem details each use their own, and some use two. */
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

/** A proxy's page inside JSON is not a readable message. */
const isPage = /^\s*<(?:!doctype|html|head|body|\?xml)/i

/** The fields that hold a status. */
const statusKeys = ['status', 'code', 'status_code', 'statusCode']

/**
 * Reads the message at one known place: a string, a list of strings, or an object with a message, a few levels deep.
 */
function readMessage(place: unknown, depth = 0): string {
  if (typeof place === 'string') return isPage.test(place) ? '' : place.trim()
  if (Array.isArray(place)) {
    const members = depth < 3 ? place.slice(0, maxMembers) : []
    return members
      .map((member: unknown) => readMessage(member, depth + 1))
      .filter(Boolean)
      .join(', ')
  }
  if (!isRecord(place) || depth > 2) return ''
  let texts: string[] = []
  for (const key of messageKeys) {
    const found = (key === 'errors' && readFields(place[key])) || readMessage(place[key], depth + 1)
    if (!found || texts.some((text) => text.includes(found))) continue
    texts = [...texts.filter((text) => !found.includes(text)), found]
  }
  const location = texts.length > 0 ? readLocation(place['loc']).join('.') : ''
  return `${location}${location && ': '}${texts.join(': ')}`
}

/** Reads the errors of ASP.NET and Rails, which list messages under the name of each field. */
function readFields(errors: unknown): string {
  const fields = isRecord(errors) ? Object.entries(errors).slice(0, maxMembers) : []
  const isSentences = ([, said]: [string, unknown]) =>
    Array.isArray(said) && said.every((each) => typeof each === 'string')
  return fields
    .filter(isSentences)
    .map(([field, said]) => `${field}: ${readMessage(said, 2)}`)
    .join(', ')
}

const readLocation = (loc: unknown) => (Array.isArray(loc) ? loc.slice(0, maxMembers).filter(isPlace) : [])
const isPlace = (part: unknown): part is string | number => typeof part === 'string' || typeof part === 'number'

function readStatus(place: unknown): number | undefined {
  const values = isRecord(place) ? statusKeys.map((key) => place[key]) : [place]
  // Number() of lists nested 20,000 levels deep overflows the stack.
  const statuses = values.map((value) => (typeof value === 'object' ? 0 : Number(value)))
  return statuses.find((status) => Number.isInteger(status) && status >= 400 && status < 600)
}

function readCode(place: unknown): string | undefined {
  if (!isRecord(place)) return undefined
  // llama.cpp names the kind of error in `type` and repeats the status in `code`.
  return [place['code'], place['type']].find((code): code is string => typeof code === 'string' && !/^\d*$/.test(code))
}

/** Reads the two numbers that llama.cpp writes next to the message. */
function readContextFields(place: unknown): ContextSize {
  if (!isRecord(place)) return {}
  const { n_ctx: limit, n_prompt_tokens: tokens } = place
  return {
    ...(typeof limit === 'number' && { contextLimit: limit }),
    ...(typeof tokens === 'number' && { requestedTokens: tokens }),
  }
}

/** Reads the refused fields of a 422, without the refused value (`input`), which may be a prompt. */
function readIssues(detail: unknown): TabbyApiIssue[] {
  if (!Array.isArray(detail)) return []
  return detail
    .slice(0, maxMembers)
    .filter(isRecord)
    .map((issue) => ({
      type: typeof issue['type'] === 'string' ? issue['type'] : '',
      loc: readLocation(issue['loc']),
      msg: readMessage(issue['msg'] ?? issue['message']),
    }))
    .filter(({ type, msg }) => type || msg)
}

/** Whether a response is labelled as an error, as those of vLLM, Anthropic and Cloudflare are. */
function isLabelled(value: Readonly<Record<string, unknown>>): boolean {
  return ['object', 'type', 'status'].some((key) => value[key] === 'error') || value['success'] === false
}

/**
 * Reads the message and code of an error, but only from fields that servers and gateways use for them: anything else
 * may be the prompt.
 *
 * @param value - Parsed JSON.
 * @param isError - Whether the value is known to be an error: by its HTTP status, by the name of its event, or because
 *   it does not have the shape of a result. A bare `message` or `detail` then counts as an error; otherwise only an
 *   `error` at the top level or in a choice does, or an object that is labelled as an error.
 * @returns The error, or undefined if there is none.
 */
export function readServerError(value: unknown, isError = false): ServerError | undefined {
  // Google's gateways wrap the object in a list of one.
  const top: unknown = Array.isArray(value) ? value[0] : value
  if (isError && typeof top === 'string')
    return { message: readMessage(top), code: undefined, status: undefined, issues: [] }
  if (!isRecord(top)) return undefined
  const { choices } = top
  // Some gateways write an empty error into each response.
  const error = Array.isArray(choices) && choices.length > 0 && isBlank(top['error']) ? undefined : top['error']
  if (error || isError || isLabelled(top)) {
    const message = readMessage(top)
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

/** Finds the error of a choice, of its message or of its delta, or a `finish_reason` that reports one. */
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

/** All codes of this family; the compiler ensures that none is missing. */
const ownCodes: Readonly<Record<TabbyErrorCode, true>> = {
  invalid_request: true,
  context_length_exceeded: true,
  authentication_error: true,
  permission_error: true,
  not_found: true,
  validation_error: true,
  rate_limit_exceeded: true,
  no_model_loaded: true,
  generation_failed: true,
  server_error: true,
  connection_error: true,
  timeout: true,
  stream_error: true,
  invalid_response: true,
  invalid_object: true,
  request_refused: true,
  tool_step_limit: true,
  tool_call_malformed: true,
  tool_failed: true,
}

/**
 * Reads the code that the user's own route passes on with `createErrorResponse` or in an event of
 * `createStreamResponse`, so that a page sees the error that the route saw. A `code` outside `error` and a `type` are
 * not read: OpenAI's `server_error` is the type of many errors.
 */
export function readOwnCode(value: unknown): TabbyErrorCode | undefined {
  const error = isRecord(value) ? value['error'] : undefined
  const code = isRecord(error) ? error['code'] : undefined
  return typeof code === 'string' && Object.hasOwn(ownCodes, code) ? (code as TabbyErrorCode) : undefined
}

/**
 * How this family's errors begin: `POST /v1/x failed with 503: ` or, for a stream,
 * `POST /v1/x: the server reported an error in the stream: `. Routes with version 1.0 of this package send
 * `/v1/x: server-error ` instead.
 */
const beginnings = [
  /^[A-Z]{3,7} \/\S{0,500} failed with \d{3}: /,
  /^[A-Z]{3,7} \/\S{0,500}: the server reported an error in the stream(?:: | without a message: see its log$)/,
  /^\/\S{0,500}: server-error(?: |$)/,
]

/**
 * Removes the request of another client of this family from a message that a route passes on, because this client adds
 * its own: `POST /x failed with 503: POST /v1/chat/completions failed with 503: ...` says the same thing twice.
 */
export function dropCall(message: string): string {
  let rest = message
  // A route behind a route behind a route; further ones are not worth checking.
  for (let depth = 0; depth < 5; depth++) {
    const found = beginnings.find((beginning) => beginning.test(rest))
    if (!found) break
    rest = rest.replace(found, '')
  }
  return rest
}

/** Whether a value from untrusted JSON is an object whose members can be read. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
