import { describe, expect, onTestFinished, test } from 'vitest'
import { createEmulator } from '../../src/index.js'
import { serveAnswers, serveBytes } from '../../src/testing/index.js'
import { chatPath, recordedWorld, serve } from './serve.js'

describe('an image', () => {
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  const images = [
    { url: 'http://pictures/gone', outcome: 'missing' as const },
    { url: 'http://pictures/*', outcome: 'found' as const },
    { url: 'http://down/*', outcome: 'refused' as const },
  ]

  test.each([
    ['of the world', { url: 'http://pictures/404.png' }, 200],
    ['that the world misses', { url: 'http://pictures/gone' }, 400],
    ['of a host that refuses', { url: 'http://down/a.png' }, 500],
    ['that the world does not know', { url: 'http://elsewhere/a.png' }, 200],
    ['of a port that refuses', { url: 'http://127.0.0.1:9/a.png' }, 500],
    ['with too much padding', { url: `data:image/png;base64,${png}==` }, 200],
    ['with a blank in it', { url: `data:image/png;base64,${png.slice(0, 40)} ${png.slice(40)}` }, 500],
    ['that is cut off', { url: `data:image/png;base64,${png.slice(0, 60)}` }, 500],
    ['that is missing', null, 500],
  ])('%s', async (_title, image_url, status) => {
    const { json, post } = await serve({ world: { ...recordedWorld(), images } })
    await (await post('/v1/model/load', { model_name: 'stub-vision-8b' })).text()
    const content = [
      { type: 'text', text: '[[len:1]]' },
      { type: 'image_url', image_url },
    ]
    expect((await json(chatPath, { messages: [{ role: 'user', content }] })).status).toBe(status)
  })
})

describe('an image at an address, with fetchImages', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )

  const zeros = (bytes: number): Uint8Array[] => Array.from({ length: 20 }, () => new Uint8Array(bytes))

  async function statusOf(url: string, settings = { fetchImages: true }): Promise<number> {
    const images = [{ url: `${url}/listed`, outcome: 'found' as const }]
    const { json, post } = await serve({ world: { ...recordedWorld(), images }, settings })
    await (await post('/v1/model/load', { model_name: 'stub-vision-8b' })).text()
    const content = [{ type: 'image_url', image_url: { url } }]
    return (await json(chatPath, { messages: [{ role: 'user', content }] })).status
  }

  async function serveImage(answer: Parameters<typeof serveAnswers>[0]) {
    const server = await serveAnswers(answer)
    onTestFinished(server.close)
    return server
  }

  test.each([
    ['is taken in', { body: [png.subarray(0, 30), png.subarray(30)] }, 200],
    ['is not found', { status: 404, body: [png] }, 400],
    ['is not an image', { body: ['<html>'] }, 500],
    ['is cut off', { body: [png.subarray(0, 40)] }, 500],
    ['breaks off', { body: [png.subarray(0, 40)], end: 'destroy' as const }, 500],
    ['is of 20 MiB', { body: [png, ...zeros(2 ** 20 - png.length), png] }, 200],
    ['is larger', { body: [png, ...zeros(2 ** 20), png] }, 500],
  ])('%s', async (_title, answer, status) => {
    const { url, requests } = await serveImage(answer)
    expect(await statusOf(`${url}/a.png`)).toBe(status)
    expect(requests.map(({ path }) => path)).toEqual(['/a.png'])
  })

  test('is asked for only if the world does not list it, and only if told to', async () => {
    const { url, requests } = await serveImage({ status: 404 })
    expect(await statusOf(`${url}/a.png`, { fetchImages: false })).toBe(200)
    expect(requests).toEqual([])
    expect(await statusOf('http://127.0.0.1:1/refused')).toBe(500)
  })

  test('is not asked for any longer when the client has left', async () => {
    const server = await serveBytes(() => ({ pieces: [], end: 'silent' }))
    onTestFinished(server.close)
    const { post } = await serve({ world: recordedWorld(), settings: { fetchImages: true } })
    await (await post('/v1/model/load', { model_name: 'stub-vision-8b' })).text()
    const content = [{ type: 'image_url', image_url: { url: server.url } }]
    const left = AbortSignal.timeout(200)
    await expect(post(chatPath, { messages: [{ role: 'user', content }] }, left)).rejects.toThrow('timeout')
    expect(await server.requests[0]?.closed).toBeGreaterThan(0)
  })

  test('is never asked for in a browser', () => {
    Object.assign(globalThis, { document: {} })
    onTestFinished(() => void Reflect.deleteProperty(globalThis, 'document'))
    expect(() => createEmulator({ settings: { fetchImages: true } })).toThrow('settings.fetchImages: ')
    expect(() => createEmulator({ settings: { fetchImages: false } })).not.toThrow()
  })
})
