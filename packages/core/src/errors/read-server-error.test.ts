import { expect, test } from 'vitest'
import { dropCall, readOwnCode, readServerError } from './read-server-error.js'
import { toApiError } from './to-api-error.js'

const said = 'the GPU is gone'

test.each<[string, unknown]>([
  ['detail as a text', { detail: said }],
  ['detail as a list of texts', { detail: [said] }],
  ['detail as an issue without a place', { detail: [{ msg: said, type: 'x' }] }],
  ['detail as an object', { detail: { message: said } }],
  ['detail as an object with an error', { detail: { error: { message: said } } }],
  ['error as an object', { error: { message: said } }],
  ['error as a text', { error: said }],
  ['error in an error', { error: { error: { message: said } } }],
  ['message at the top', { message: said }],
  ['an error object of vLLM', { object: 'error', message: said, code: 400 }],
  ['an error of Anthropic', { type: 'error', error: { type: 'api_error', message: said } }],
  ['a list of errors', { errors: [{ message: said }] }],
  ['a list of texts', { errors: [said] }],
  ['a list of one', [{ error: { message: said } }]],
  ['a text', said],
  ['a sentence of OAuth', { error_description: said }],
  ['a sentence of AWS', { Message: said }],
  ['a fault of Apigee', { fault: { faultstring: said, detail: { errorcode: 'x' } } }],
  ['a sentence of Baidu', { error_code: 17, error_msg: said }],
  ['an error that is only true', { error: true, message: said }],
  ['the same sentence twice', { error: said, message: said }],
  ['an error in a choice', { choices: [{ index: 0 }, { index: 1, error: { message: said } }] }],
])('%s is read', (_, value) => {
  expect(readServerError(value, true)).toMatchObject({ message: said })
})

test.each<[string, unknown]>([
  ['error as an object', { error: { message: said } }],
  ['error as a text', { error: said, choices: [] }],
  ['an object that is labelled so', { object: 'error', message: said }],
  ['an answer without success', { success: false, errors: [{ code: 10000, message: said }], result: null }],
  ['a list of one', [{ error: { message: said } }]],
  ['an error in a choice', { id: 'c1', choices: [{ index: 0, error: said }] }],
])('%s is an error in an answer whose status was 200', (_, value) => {
  expect(readServerError(value)).toMatchObject({ message: said })
})

test.each<[string, unknown]>([
  ['a completion', { id: 'c1', choices: [{ index: 0, message: { content: 'error' } }] }],
  ['an error that is null', { error: null, choices: [] }],
  ['an error that is false', { error: false, ok: true }],
  ['a choice whose error is null', { choices: [{ error: null }, null, 5] }],
  ['a message of another kind', { message: said }],
  ['a detail of another kind', { detail: said, size: 5 }],
  ['null', null],
  ['a text', said],
  ['a number', 5],
  ['an empty list', []],
])('%s is none', (_, value) => {
  expect(readServerError(value)).toBeUndefined()
})

test.each<[unknown]>([[null], [5], [{}], [[]], [{ detail: null }], [{ input: said }], [{ body: { message: said } }]])(
  'in %j nothing is found, even where it must be an error',
  (value) => {
    expect(readServerError(value, true)).toBeUndefined()
  },
)

test.each<[unknown, object]>([
  [{ error: { message: said, code: 'context_length_exceeded' } }, { code: 'context_length_exceeded' }],
  [
    { error: { message: said, code: 400, type: 'exceed_context_size_error' } },
    { code: 'exceed_context_size_error', status: 400 },
  ],
  [
    { error: { message: said, n_ctx: 8, n_prompt_tokens: 9 } },
    { contextSize: { contextLimit: 8, requestedTokens: 9 } },
  ],
  [{ error: { message: said, code: 429 } }, { code: undefined, status: 429 }],
  [{ error: { message: said, code: '503' } }, { code: undefined, status: 503 }],
  [{ error: { message: said, status: 404 } }, { status: 404 }],
  [{ error: said, status_code: 500 }, { status: 500 }],
  [{ error: 502 }, { status: 502, message: '' }],
  [{ error: { message: said, code: 7 } }, { status: undefined }],
  [{ error: { message: said, code: null } }, { code: undefined, status: undefined }],
])('of %j the code and the status are read', (value, expected) => {
  expect(readServerError(value)).toMatchObject(expected)
})

test('the texts of several places are joined, each once', () => {
  const value = { error: 'Bad Request', message: 'the model is gone', detail: 'model is gone' }
  expect(readServerError(value)!.message).toBe('Bad Request: the model is gone')
})

test('what is wrong with each field is read from below its name', () => {
  const value = {
    title: 'Invalid',
    errors: { max_tokens: [said], input: { text: 'a prompt' } },
    echo: { input: ['a prompt'] },
  }
  expect(readServerError(value, true)).toMatchObject({ message: `Invalid: max_tokens: ${said}` })
})

test('an issue keeps its place and sentence, and never the refused value', () => {
  const detail = [
    { type: 'missing', loc: ['body', 0, null, 'x'], msg: 'Field required', input: 'secret', ctx: 'secret' },
  ]
  const error = readServerError({ detail }, true)!
  expect(error).toEqual({
    message: 'body.0.x: Field required',
    code: undefined,
    status: undefined,
    issues: [{ type: 'missing', loc: ['body', 0, 'x'], msg: 'Field required' }],
    contextSize: {},
  })
})

test('a page inside JSON is no message', () => {
  expect(readServerError({ error: { message: ' <!DOCTYPE html><p>secret' } })).toMatchObject({ message: '' })
})

test('a body of 20,000 levels, and one of 200,000 issues, are read at once', () => {
  // The processor's time: a machine that is busy with other things does not count.
  const begin = process.cpuUsage()
  const deep: unknown = JSON.parse(`${'{"error":['.repeat(20_000)}"x"${']}'.repeat(20_000)}`)
  expect(readServerError(deep, true)).toMatchObject({ message: '' })
  const list: unknown = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`)
  expect(readServerError({ error: list, code: list, loc: list }, true)).toMatchObject({ message: '' })
  const wide = { detail: Array.from({ length: 200_000 }, () => ({ msg: said, type: 'x', loc: ['a'] })) }
  expect(readServerError(wide, true)!.issues).toHaveLength(100)
  const { user, system } = process.cpuUsage(begin)
  expect((user + system) / 1000).toBeLessThan(1000)
})

const read = (status: number, body: unknown) =>
  toApiError({ call: 'POST /x', status, headers: new Headers() }, JSON.stringify(body))

test.each([
  [502, 'connection_error'],
  [504, 'timeout'],
  [400, 'request_refused'],
  [503, 'server_error'],
  [503, 'generation_failed'],
  [503, 'no_model_loaded'],
  [500, 'context_length_exceeded'],
])('a %d that names the code %s has it', (status, code) => {
  const error = read(status, { error: { message: 'busy', type: 'server_error', param: null, code } })
  expect(error).toMatchObject({ code, status, detail: 'busy', message: `POST /x failed with ${status}: busy` })
})

test.each([
  [{ error: { message: 'x', code: 'model_not_found' } }, 'not_found'],
  [{ error: { message: 'x', type: 'server_error', code: null } }, 'not_found'],
  [{ error: { message: 'x', code: '__proto__' } }, 'not_found'],
  [{ error: { message: 'x', code: 'toString' } }, 'not_found'],
  [{ error: { message: 'x', code: ['timeout'] } }, 'not_found'],
  [{ message: 'x', code: 'timeout' }, 'not_found'],
  [{ detail: 'x', error: 'timeout' }, 'not_found'],
])('%j names none of ours', (body, code) => {
  expect(readOwnCode(body)).toBeUndefined()
  expect(read(404, body).code).toBe(code)
})

test.each([
  ['POST /v1/chat/completions failed with 503: busy', 'busy'],
  ['POST /a failed with 503: GET /b failed with 503: busy', 'busy'],
  ['POST /v1/chat/completions: the server reported an error in the stream: out of memory', 'out of memory'],
  ['POST /api/ask failed with 502: POST /v1/x: the server reported an error in the stream: gone', 'gone'],
  ['POST /v1/x: the server reported an error in the stream without a message: see its log', ''],
  ['/v1/chat/completions: server-error out of memory', 'out of memory'],
  ['POST /api/ask failed with 502: /v1/x: server-error gone', 'gone'],
])('%s is a message behind a request', (message, expected) => {
  expect(dropCall(message)).toBe(expected)
})

test.each([
  'POST /v1/chat/completions failed with 503',
  'The upstream said: POST /v1/x failed with 503: busy',
  'POST /v1/x: the stream ended before the completion was finished',
  'the server reported an error in the stream: busy',
  'GET the model failed with 503: busy',
  '',
])('%s stays as it is', (message) => {
  expect(dropCall(message)).toBe(message)
})

test('a message that was made to be slow is not', () => {
  const begin = performance.now()
  for (const text of ['/'.repeat(1e6), `POST /${'a'.repeat(1e6)}`, 'POST /a failed with 503: '.repeat(40_000)])
    dropCall(text)
  expect(performance.now() - begin).toBeLessThan(200)
})
