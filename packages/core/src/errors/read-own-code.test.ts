import { expect, test } from 'vitest'
import { readOwnCode } from './read-own-code.js'
import { toApiError } from './to-api-error.js'

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
