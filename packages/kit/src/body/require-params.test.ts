import { expect, test } from 'vitest'
import { toObjectBody } from '../objects/to-object-body.js'
import { requireParams } from './require-params.js'
import { toBody } from './to-body.js'

test.each([undefined, null, 'x', 5, [], () => {}])(
  'parameters that are %o are refused with the name of the call',
  (params) => {
    const message = 'POST /v1/x: the parameters must be an object, the second argument, after the client'
    const expected = expect.objectContaining({ name: 'TabbyRequestError', code: 'request_refused', message }) as Error
    expect(() => requireParams('POST /v1/x', params)).toThrow(expected)
    expect(() => toBody('POST /v1/x', params as object)).toThrow(expected)
    expect(() => toObjectBody(params as never)).toThrow('the parameters must be an object')
  },
)

test('an object is taken, whatever it holds', () => {
  for (const params of [{}, { a: null }, Object.create(null) as object])
    expect(() => requireParams('x', params)).not.toThrow()
})

test('a field named __proto__ in extra is sent as a field, and changes nothing else', () => {
  const extra = JSON.parse('{ "__proto__": { "stream": true, "n": 2 } }') as Record<string, unknown>
  const body = toBody('POST /v1/x', { a: 1, extra }, ['stream', 'n'])
  expect(JSON.stringify(body)).toBe('{"a":1,"__proto__":{"stream":true,"n":2}}')
  expect(body['stream']).toBeUndefined()
})
