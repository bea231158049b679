import { createTabbyClient, type TabbyStreamError } from '@tabby/core'
import { everyCut, everySplit, fetchAnswers, getRecording, listRecordings } from '@tabby/emulator/testing'
import { type LoadModelParams, type ModelLoadProgress, streamModelLoad } from '@tabby/models'
import { describe, expect, test } from 'vitest'

const recordings = listRecordings(({ request, response }) => {
  return request.path === '/v1/model/load' && response.status === 200 && request.method === 'POST'
})
/** Many loads look the same on the wire; once is enough. */
const loads = [...new Map(recordings.map((recording) => [recording.response.body, recording])).values()]

/** Reads a load, whose body arrives in these pieces, to its end or error. */
async function readLoad(params: LoadModelParams, ...body: (string | Uint8Array)[]) {
  const client = createTabbyClient({ adminKey: 'admin', fetch: fetchAnswers({ body }) })
  const steps: ModelLoadProgress[] = []
  let error: TabbyStreamError | undefined
  try {
    for await (const step of await streamModelLoad(client, params)) steps.push(step)
  } catch (thrown) {
    error = thrown as TabbyStreamError
  }
  return { steps, error }
}

test('there are recorded loads of every kind', () => {
  expect(recordings.length).toBeGreaterThanOrEqual(25)
  expect(loads.length).toBeGreaterThanOrEqual(15)
})

describe.each(loads.map(({ name }) => name))('%s', (name) => {
  const { request, response } = getRecording(name)
  const params = JSON.parse(request.body!) as LoadModelParams
  const events = [...response.body.matchAll(/^data: (.*)\r$/gm)].map((match) => JSON.parse(match[1]!))
  const failure = events.find((event) => event.error)?.error.message as string | undefined
  const isWhole = response.ended === 'complete'

  test('gives each event of the server, and its error', async () => {
    const { steps, error } = await readLoad(params, response.body)
    const fields = steps.map(({ fraction: _fraction, alreadyLoaded: _alreadyLoaded, ...rest }) => rest)
    expect(fields).toEqual(events.filter((event) => !event.error))
    expect(error?.reason).toBe(failure ? 'server-error' : isWhole ? undefined : 'truncated')
    if (failure) expect(error?.message).toContain(`${failure} (no model is loaded now)`)
  })

  test('has a fraction that never runs backwards, and is 1 exactly when the model is loaded', async () => {
    const { steps, error } = await readLoad(params, response.body)
    const fractions = steps.map(({ fraction }) => fraction)
    expect(fractions).toEqual([...fractions].sort((left, right) => left - right))
    for (const fraction of fractions) expect(fraction).toBeGreaterThan(0)
    for (const step of steps.filter(({ model_type }) => model_type !== 'model')) expect(step.fraction).toBeLessThan(0.5)
    if (!error) expect(fractions.at(-1)).toBe(1)
    else for (const fraction of fractions) expect(fraction).toBeLessThan(1)
  })

  test('is the same wherever the network splits it', async () => {
    const whole = await readLoad(params, response.body)
    for (const pieces of everySplit(response.body)) {
      const { steps, error } = await readLoad(params, ...pieces)
      expect(steps).toEqual(whole.steps)
      expect(error?.message).toBe(whole.error?.message)
    }
  })

  test('is whole or an error wherever it is cut off', async () => {
    const whole = await readLoad(params, response.body)
    for (const piece of everyCut(response.body)) {
      const { steps, error } = await readLoad(params, piece)
      if (error) {
        expect(['truncated', 'server-error']).toContain(error.reason)
        expect(error.partial).toEqual(steps.at(-1))
        expect(steps).toEqual(whole.steps.slice(0, steps.length))
      } else expect(steps).toEqual(whole.steps)
    }
  })
})
