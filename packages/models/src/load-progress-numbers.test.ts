import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { readLoadEstimates } from './read-load-estimates.js'
import { streamModelLoad } from './stream-model-load.js'

/** Serves events as they are written, and gives a stream of the load. */
async function load(...events: string[]) {
  const server = await serveAnswers({ body: events.map((event) => `data: ${event}\r\n\r\n`) })
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, adminKey: 'a', retry: false })
  return readLoadEstimates(await streamModelLoad(client, { model_name: 'a' }))
}
const finished = '{"model_type":"model","module":5,"modules":5,"status":"finished"}'
const toEvent = (fields: string) => `{"model_type":"model","status":"processing",${fields}}`

test.each([
  '"module":4294967294,"modules":1e308',
  '"module":1e308,"modules":1e308',
  '"module":1e308,"modules":1',
  '"module":0,"modules":0',
  '"module":5,"modules":0',
  '"module":5e-324,"modules":1e308',
  '"module":7,"modules":5',
  '"module":0.5,"modules":5',
])('a step with %s has a share of the whole and an estimate that can be shown', async (fields) => {
  const steps = []
  for await (const step of await load(toEvent('"module":0,"modules":9'), toEvent(fields), finished)) steps.push(step)
  expect(steps).toHaveLength(3)
  for (const { fraction, timeLeft = 0, elapsed } of steps) {
    expect(fraction).toBeGreaterThanOrEqual(0)
    expect(fraction).toBeLessThanOrEqual(1)
    expect(timeLeft).toBeGreaterThanOrEqual(0)
    expect(timeLeft).toBeLessThan(1e12)
    expect(Number.isFinite(elapsed)).toBe(true)
  }
  expect(steps.at(-1)).toMatchObject({ fraction: 1, timeLeft: 0 })
})

test.each([
  '"module":-1,"modules":5',
  '"module":1,"modules":-5',
  '"module":1e999,"modules":5',
  '"module":1,"modules":1e999',
  '"module":"1","modules":5',
  '"module":null,"modules":5',
  '"module":[1],"modules":5',
  '"modules":5',
])('a step with %s is not the progress of a load', async (fields) => {
  const steps = await load(toEvent(fields), finished)
  await expect(steps.next()).rejects.toMatchObject({ name: 'TabbyStreamError', reason: 'invalid-event' })
})

test('a part that is an object is none, and one without a name is the model', async () => {
  const odd = await load('{"model_type":{"a":1},"module":1,"modules":5,"status":"processing"}')
  await expect(odd.next()).rejects.toMatchObject({ reason: 'invalid-event' })
  const nameless = await load('{"model_type":null,"module":5,"modules":5,"status":"finished"}')
  expect((await nameless.next()).value).toMatchObject({ model_type: 'model', fraction: 1 })
})

test('names that every object has change nothing', async () => {
  const event = '{"__proto__":{"polluted":1},"model_type":"__proto__","module":1,"modules":2,"status":"constructor"}'
  const steps = await load(event, finished)
  expect((await steps.next()).value).toMatchObject({ model_type: '__proto__', status: 'constructor' })
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
})
