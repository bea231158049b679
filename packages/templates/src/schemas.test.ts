import { listRecordings } from '@tabby/emulator/testing'
import { safeParse } from 'valibot'
import { expect, test } from 'vitest'
import { nothingSchema } from '@tabby/kit/schema/nothing-schema'
import { switchTemplateParamsSchema } from './schema.js'
import { templateListSchema } from './list-templates.js'

test.each([
  ['names', templateListSchema, { object: 'list', data: ['plain'] }, true],
  ['new fields and words', templateListSchema, { object: 'new', data: [], has_more: null }, true],
  ['cards instead of names', templateListSchema, { object: 'list', data: [{ id: 'plain' }] }, false],
  ['a null list', templateListSchema, { object: 'list', data: null }, false],
  ['nothing', nothingSchema, null, true],
  ['an object where nothing should be', nothingSchema, {}, false],
])('an answer with %s is read or refused', (_title, schema, value, isTaken) => {
  const result = safeParse(schema, value)
  expect(result.success).toBe(isTaken)
  if (isTaken) expect(result.output).toEqual(value)
})

const sent = listRecordings(({ request }) => {
  return request.path === '/v1/template/switch' && /^\{".*"\}$/.test(request.body ?? '')
})

test('switches were recorded', () => {
  expect(sent.length).toBeGreaterThanOrEqual(5)
})

test.each(sent)('the body of $name is taken, as the server did, whatever came of it', ({ request, response }) => {
  expect(response.status).not.toBe(422)
  expect(safeParse(switchTemplateParamsSchema, JSON.parse(request.body!)).success).toBe(true)
})

test.each([
  ['an unknown field', { prompt_template_name: 'plain', new_field: null }, true],
  ['no name', {}, false],
  ['a null name', { prompt_template_name: null }, false],
])('a body with %s is judged as the server judges it', (_title, value, isTaken) => {
  expect(safeParse(switchTemplateParamsSchema, value).success).toBe(isTaken)
})
