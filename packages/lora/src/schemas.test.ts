import { listRecordings } from '@tabby/emulator/testing'
import { safeParse } from 'valibot'
import { expect, test } from 'vitest'
import { loraListSchema } from './lora-list.js'
import { loraLoadSchema } from './load-loras.js'
import { nothingSchema } from '@tabby/kit/schema/nothing-schema'
import { loadLorasParamsSchema } from './schema.js'

const card = { id: 'first', object: 'lora', created: 1, owned_by: 'tabbyAPI' }

test.each([
  ['a null scaling', loraListSchema, { object: 'list', data: [{ ...card, scaling: null }] }, true],
  ['no scaling', loraListSchema, { object: 'list', data: [card] }, true],
  ['new fields and words', loraListSchema, { object: 'new', data: [{ ...card, object: 'new', rank: 8 }] }, true],
  ['names instead of cards', loraListSchema, { object: 'list', data: ['first'] }, false],
  ['a new field of a load', loraLoadSchema, { success: [], failure: [], skipped: [] }, true],
  ['a load without failure', loraLoadSchema, { success: [] }, false],
  ['nothing', nothingSchema, null, true],
  ['an object where nothing should be', nothingSchema, {}, false],
])('an answer with %s is read or refused', (_title, schema, value, isTaken) => {
  const result = safeParse(schema, value)
  expect(result.success).toBe(isTaken)
  if (isTaken) expect(result.output).toEqual(value)
})

const sent = listRecordings(({ request }) => request.path === '/v1/lora/load' && /^\{".*\}$/.test(request.body ?? ''))

test('loads were recorded', () => {
  expect(sent.length).toBeGreaterThanOrEqual(3)
})

test.each(sent)('the body of $name is taken or refused as the server did', ({ request, response }) => {
  expect(safeParse(loadLorasParamsSchema, JSON.parse(request.body!)).success).toBe(response.status === 200)
})

test.each([
  ['an unknown field', { loras: [{ name: 'first', new_field: 1 }], new_field: null }, true],
  ['a null scaling', { loras: [{ name: 'first', scaling: null }], skip_queue: true }, true],
  ['a null skip_queue', { loras: [{ name: 'first' }], skip_queue: null }, false],
  ['a LoRA without a name', { loras: [{ scaling: 1 }] }, false],
  ['no LoRAs', {}, false],
])('a body with %s is judged as the server judges it', (_title, value, isTaken) => {
  expect(safeParse(loadLorasParamsSchema, value).success).toBe(isTaken)
})
