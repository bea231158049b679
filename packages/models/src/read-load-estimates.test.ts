import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { adminKey, serveWorld } from '../test/serve-world.js'
import { readLoadEstimates } from './read-load-estimates.js'
import { streamModelLoad } from './stream-model-load.js'

test('estimates of a stream keep its steps, and leaving the loop closes it', async () => {
  const event = 'data: {"model_type":"model","module":1,"modules":5,"status":"processing"}\r\n\r\n'
  const server = await serveAnswers({ body: [event, event.replace('1', '2')], end: 'open' })
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, adminKey })
  for await (const step of readLoadEstimates(await streamModelLoad(client, { model_name: 'small' }))) {
    expect(step).toMatchObject({ module: 1, fraction: 0.2, elapsed: 0, timeLeft: undefined })
    break
  }
  expect((await server.requests[0]!.over).clientLeft).toBe(true)
})

test('estimates that are left before the first step close the stream', async () => {
  const server = await serveAnswers({ body: [], end: 'open' })
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, adminKey })
  const estimates = readLoadEstimates(await streamModelLoad(client, { model_name: 'small' }))
  await estimates.cancel()
  expect((await server.requests[0]!.over).clientLeft).toBe(true)
  expect(await estimates.next()).toEqual({ done: true, value: undefined })
})

test('a load that fails throws after the steps before it', async () => {
  const client = await serveWorld()
  const fractions: number[] = []
  const read = async () => {
    const steps = await streamModelLoad(client, { model_name: 'too-large' })
    for await (const { fraction } of readLoadEstimates(steps)) fractions.push(fraction)
  }
  await expect(read()).rejects.toMatchObject({ reason: 'server-error', message: /CUDA out of memory/ })
  expect(fractions.length).toBeGreaterThan(1)
  expect(fractions.at(-1)).toBeLessThan(1)
})

test('an abort throws its reason', async () => {
  const client = await serveWorld()
  const controller = new AbortController()
  const read = async () => {
    const steps = await streamModelLoad(client, { model_name: 'large' }, { signal: controller.signal })
    for await (const _ of readLoadEstimates(steps)) controller.abort('enough')
  }
  await expect(read()).rejects.toBe('enough')
})
