import { TabbyRequestError } from '@tabby/core'
import { expect, test } from 'vitest'
import { requireParams, toBody } from './to-body.js'
import { toObjectBody } from '../objects/to-object-body.js'

test('the fields of extra come after the params, and extra itself is not sent', () => {
  const params = { prompt: 'Once', extra: { future: { a: [1] }, empty: null } }
  expect(Object.entries(toBody('POST /v1/x', params))).toEqual([
    ['prompt', 'Once'],
    ['future', { a: [1] }],
    ['empty', null],
  ])
  expect(params).toEqual({ prompt: 'Once', extra: { future: { a: [1] }, empty: null } })
})

test('without extra the params are the body', () => {
  for (const extra of [undefined, {}, null as never]) {
    expect(toBody('POST /v1/x', { prompt: 'Once', extra })).toEqual({ prompt: 'Once' })
  }
})

test.each([
  ['a field that the function sets', { stream: true }, 'stream'],
  ['a field that the function sets, whatever its value', { stream: undefined }, 'stream'],
  ['a field that the params hold', { future: 1, prompt: 'Twice' }, 'prompt'],
  ['a field that the params hold with a null', { stop: [] }, 'stop'],
])('%s is refused by name', (_name, extra, field) => {
  const params = { prompt: 'Once', stop: null, extra }
  expect(() => toBody('POST /v1/x', params, ['stream'])).toThrow(TabbyRequestError)
  expect(() => toBody('POST /v1/x', params, ['stream'])).toThrow(`POST /v1/x: extra must not hold ${field}, `)
  expect(() => toBody('POST /v1/x', params, ['stream'])).not.toThrow(/Twice/)
})

test('a parameter that is undefined may be given in extra', () => {
  const params = { temperature: undefined, extra: { temperature: 1 } }
  expect(toBody('POST /v1/x', params)).toEqual({ temperature: 1 })
})

test.each([[[1]], ['text'], [5], [true]])('%j is not an extra', (extra) => {
  expect(() => toBody('POST /v1/x', { extra: extra as never })).toThrow('extra must be an object')
})

test('names that every object has are fields like others', () => {
  const body = toBody('POST /v1/x', { extra: JSON.parse('{"__proto__":1,"constructor":2}') as object as never })
  expect(JSON.stringify(body)).toBe('{"__proto__":1,"constructor":2}')
})

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
