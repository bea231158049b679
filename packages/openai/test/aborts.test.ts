import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { APIUserAbortError } from 'openai'
import { describe, expect, test } from 'vitest'
import { openOpenAI, waitFor, waitForStop, ways } from './serve-openai.js'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const slow = { emulator: { settings: { speed: { tokensPerSecond: 50 } } } }
const ask = { model: '', max_tokens: 500, messages: [{ role: 'user' as const, content: '[[len:500]]' }] }

describe.each(ways)('%s', (way) => {
  test('an abort of a completion stops the model', async () => {
    const { ways: clients, emulator } = await openOpenAI(slow)
    const controller = new AbortController()
    const call = clients[way].chat.completions.create(ask, { signal: controller.signal })
    await waitFor(() => emulator.journal.length === 1)
    controller.abort()
    await expect(call).rejects.toBeInstanceOf(APIUserAbortError)
    expect(await waitForStop(emulator)).toBeLessThan(5000)
    expect(emulator.journal).toHaveLength(1)
  })

  test.each(['break', 'abort'])('a %s in a stream stops the model', async (how) => {
    const { ways: clients, emulator } = await openOpenAI(slow)
    const stream = await clients[way].chat.completions.create({ ...ask, stream: true })
    let chunks = 0
    for await (const _ of stream) {
      if (++chunks < 3) continue
      if (how === 'break') break
      stream.controller.abort()
    }
    expect(chunks).toBeLessThan(20)
    expect(await waitForStop(emulator)).toBeLessThan(5000)
  })

  test('an abort after the garbage was collected stops the model', async () => {
    const { ways: clients, emulator } = await openOpenAI(slow)
    const controller = new AbortController()
    const stream = await clients[way].chat.completions.create({ ...ask, stream: true }, { signal: controller.signal })
    const reading = (async () => {
      for await (const _ of stream);
    })()
    await sleep(20)
    collectGarbage()
    controller.abort()
    await reading.catch(() => {})
    expect(await waitForStop(emulator)).toBeLessThan(5000)
  })
})

test('a fetch rejects with the reason of its signal, before and after the headers', async () => {
  const { fetch, emulator } = await openOpenAI(slow)
  const reason = new Error('enough')
  const send = (signal: AbortSignal, stream = false) =>
    fetch('http://tabby/v1/chat/completions', { method: 'POST', body: JSON.stringify({ ...ask, stream }), signal })
  await expect(send(AbortSignal.abort(reason))).rejects.toBe(reason)
  expect(emulator.journal).toHaveLength(0)

  const early = new AbortController()
  const call = send(early.signal)
  await waitFor(() => emulator.journal.length === 1)
  early.abort(reason)
  await expect(call).rejects.toBe(reason)

  const late = new AbortController()
  const response = await send(late.signal, true)
  late.abort(reason)
  await expect(response.text()).rejects.toBe(reason)
})

test('a Request has its own signal', async () => {
  const { fetch, emulator } = await openOpenAI(slow)
  const controller = new AbortController()
  const { signal } = controller
  const call = fetch(
    new Request('http://tabby/v1/chat/completions', { method: 'POST', body: JSON.stringify(ask), signal }),
  )
  await waitFor(() => emulator.journal.length === 1)
  controller.abort()
  await expect(call).rejects.toMatchObject({ name: 'AbortError' })
})
