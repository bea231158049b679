import { getEventListeners } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createEmulator } from '../src/index.js'
import type { Emulator } from '../src/index.js'

const chatPath = 'http://emulator/v1/chat/completions'

function ask(content: string, more: Record<string, unknown> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content }], ...more }),
  }
}

const slow = (): Emulator => createEmulator({ journal: 10, settings: { pingSeconds: 0 } })

describe('fetch of an emulator', () => {
  test('takes an address with options, a URL or a Request', async () => {
    const emulator = createEmulator()
    const init = ask('Hello')
    for (const answer of [
      await emulator.fetch(chatPath, init),
      await emulator.fetch(new URL(chatPath), init),
      await emulator.fetch(new Request(chatPath, init)),
    ]) {
      expect(answer.status).toBe(200)
      const { object } = (await answer.json()) as { object: string }
      expect(object).toBe('chat.completion')
    }
  })

  test('rejects with the reason when the signal is aborted already', async () => {
    const reason = new Error('never mind')
    const call = slow().fetch(chatPath, { ...ask('Hello'), signal: AbortSignal.abort(reason) })
    await expect(call).rejects.toBe(reason)
  })

  test('rejects with the reason of an abort before the answer, and the server hears of it', async () => {
    const emulator = slow()
    const controller = new AbortController()
    const reason = new Error('changed my mind')
    const call = emulator.fetch(chatPath, { ...ask('Hello [[prefill:5]]'), signal: controller.signal })
    setTimeout(() => controller.abort(reason), 50)
    await expect(call).rejects.toBe(reason)
    expect(emulator.journal[0]?.leftAfterMilliseconds).toBeGreaterThanOrEqual(40)
    expect(emulator.journal[0]?.status).toBeUndefined()
  })

  test('breaks a stream off with the reason of an abort, and the server hears of it', async () => {
    const emulator = slow()
    const controller = new AbortController()
    const { signal } = controller
    const answer = await emulator.fetch(chatPath, { ...ask('Hi [[len:100]] [[delay:0.02]]', { stream: true }), signal })
    const reader = answer.body?.getReader()
    await reader?.read()
    const reason = new Error('enough')
    controller.abort(reason)
    await expect(reader?.read()).rejects.toBe(reason)
    await wait(10)
    expect(emulator.journal[0]?.leftAfterMilliseconds).toBeDefined()
    expect(emulator.journal[0]?.endedAfterMilliseconds).toBeUndefined()
  })

  test('hears of a body that is cancelled', async () => {
    const emulator = slow()
    const answer = await emulator.fetch(chatPath, ask('Hi [[len:100]] [[delay:0.02]]', { stream: true }))
    await answer.body?.cancel()
    expect(emulator.journal[0]?.leftAfterMilliseconds).toBeDefined()
  })

  test('lets go of the signal when the answer has been read, so that one signal can serve many requests', async () => {
    const emulator = createEmulator()
    const { signal } = new AbortController()
    for (let round = 0; round < 3; round += 1) {
      await (await emulator.fetch(chatPath, { ...ask('Hello', { stream: round === 1 }), signal })).text()
    }
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })

  test('makes nothing until the client asks: a reader that stops holds the answer back', async () => {
    const emulator = slow()
    const answer = await emulator.fetch(chatPath, ask('Hi [[len:50]]', { stream: true }))
    const reader = answer.body?.getReader()
    await reader?.read()
    await wait(50)
    expect(emulator.journal[0]?.endedAfterMilliseconds).toBeUndefined()
    await reader?.cancel()
  })
})
