import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { generateText, streamText } from 'ai'
import { expect, test } from 'vitest'
import { openTabby, slow, waitFor, waitForStop } from './serve-tabby.js'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void
const ask = { prompt: 'Hello', maxOutputTokens: 500 }

test('an abort of a text rejects with its reason, and stops the model', async () => {
  const { tabby, emulator } = await openTabby(slow)
  const controller = new AbortController()
  const reason = new Error('enough')
  const call = generateText({ model: tabby(), ...ask, abortSignal: controller.signal })
  await waitFor(() => emulator.journal.length === 1)
  controller.abort(reason)
  await expect(call).rejects.toBe(reason)
  expect(await waitForStop(emulator)).toBeLessThan(5000)
  expect(emulator.journal).toHaveLength(1)
})

test.each([undefined, new Error('enough')])(
  'an abort of a stream with %s is a part, and stops the model',
  async (reason) => {
    const { tabby, emulator } = await openTabby(slow)
    const controller = new AbortController()
    const errors: unknown[] = []
    const { fullStream } = streamText({
      model: tabby(),
      ...ask,
      abortSignal: controller.signal,
      onError: ({ error }) => void errors.push(error),
    })
    const types: string[] = []
    for await (const { type } of fullStream) {
      types.push(type)
      if (type === 'text-delta') controller.abort(reason)
    }
    expect(types.at(-1)).toBe('abort')
    expect(errors).toEqual([])
    expect(await waitForStop(emulator)).toBeLessThan(5000)
  },
)

test('leaving a stream of the model stops it', async () => {
  const { tabby, emulator } = await openTabby(slow)
  const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hello' }] }]
  const { stream } = await tabby().doStream({ prompt, maxOutputTokens: 500 })
  const reader = stream.getReader()
  while ((await reader.read()).value?.type !== 'text-delta');
  await reader.cancel()
  expect(await waitForStop(emulator)).toBeLessThan(5000)
})

test('an abort after the garbage was collected stops the model', async () => {
  const { tabby, emulator } = await openTabby(slow)
  const controller = new AbortController()
  const reading = streamText({ model: tabby(), ...ask, abortSignal: controller.signal }).consumeStream()
  await waitFor(() => emulator.journal.length === 1)
  await sleep(20)
  collectGarbage()
  controller.abort()
  await reading
  expect(await waitForStop(emulator)).toBeLessThan(5000)
})
