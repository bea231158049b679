import { describe, expect, test } from 'vitest'
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
