import { requestJson, requestStream } from '@tabby/core'
import { expect, test } from 'vitest'
import { serveWorld } from '../test/serve-world.js'
import { checkAnsweredModel } from './check-answered-model.js'

const toRequest = (model: string) => ({ path: '/v1/completions', body: { model, prompt: 'Hi', max_tokens: 5 } })

test('gives the answer of the model that was meant', () => {
  const answer = { model: '4.00bpw', choices: [] }
  expect(checkAnsweredModel(answer, { model: 'nested/exl3/4.00bpw' })).toBe(answer)
  expect(checkAnsweredModel({ model_name: 'a' }, { model: 'a' })).toEqual({ model_name: 'a' })
})

test.each([{ model: 'b' }, { model_name: 'b', model: 'a' }, { model: null }, {}])('refuses %o', (answer) => {
  const check = () => checkAnsweredModel(answer, { model: 'a' })
  expect(check).toThrow(/^Expected model a, but .* answered$/)
  expect(check).toThrow(expect.objectContaining({ code: 'invalid_response', paths: ['model'] }))
})

test.each([{}, { model: null }, { model: '' }])('refuses a generation that named no model: %o', (params) => {
  expect(() => checkAnsweredModel({ model: 'b' }, params)).toThrow(/, but b answered$/)
})

test('as `verify` it lets the model pass that was named, in one piece and in many', async () => {
  const client = await serveWorld()
  const request = { ...toRequest('small'), verify: checkAnsweredModel }
  expect(await requestJson(client, request)).toMatchObject({ model: 'small' })
  const { body, ...rest } = request
  let pieces = 0
  for await (const _ of await requestStream(client, { ...rest, body: { ...body, stream: true } })) pieces += 1
  expect(pieces).toBeGreaterThan(1)
})

test('as `verify` it fails a generation that another model answered, before the first piece of a stream', async () => {
  const client = await serveWorld()
  const request = { ...toRequest('large'), verify: checkAnsweredModel }
  const failure = { code: 'invalid_response', message: 'Expected model large, but small answered' }
  await expect(requestJson(client, request)).rejects.toMatchObject(failure)
  const { body, ...rest } = request
  const stream = await requestStream(client, { ...rest, body: { ...body, stream: true } })
  await expect(stream.next()).rejects.toMatchObject(failure)
})
