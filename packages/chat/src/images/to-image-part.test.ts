import { createTabbyClient, requestJson } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { getRecording, serveAnswers } from '@tabby/emulator/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createChatCompletion } from '../create-chat-completion.js'
import { toImagePart } from './to-image-part.js'

/** The image of recording chat_vision_png_ok, which the real server took. */
const base64 = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const png = Buffer.from(base64, 'base64')
const part = { type: 'image_url', image_url: { url: `data:image/png;base64,${base64}` } }

const refusal = (source: Parameters<typeof toImagePart>[0]) =>
  toImagePart(source).then(
    () => expect.unreachable(),
    (error) => error,
  )

describe('what an image is made of', () => {
  const plain = new Uint8Array(png)
  // A Buffer is often a window into a larger block of memory.
  const block = new Uint8Array([1, 2, 3, ...png, 4, 5])
  const sources = {
    'a Buffer': png,
    'a Uint8Array': plain,
    'a window into a larger buffer': block.subarray(3, 3 + png.length),
    'an ArrayBuffer': plain.buffer,
    'a Blob': new Blob([plain]),
    'a File with the wrong type': new File([plain], 'cat.jpg', { type: 'image/jpeg' }),
    'a data URL': part.image_url.url,
    'a data URL as a URL': new URL(part.image_url.url),
    'a data URL with parameters and the wrong type': `data:image/jpeg;name=cat.jpg;base64,${base64}`,
    'a data URL without padding, in lines': `DATA:;BASE64,\n${base64.replaceAll('=', '').replace(/.{20}/g, '$&\r\n')}`,
  }
  for (const [name, source] of Object.entries(sources)) {
    test(`${name} becomes the data URL that the server reads`, async () => {
      expect(await toImagePart(source)).toEqual(part)
    })
  }

  test('an address is left to the server', async () => {
    const image_url = { url: 'https://example.com/cat.png?size=2' }
    expect(await toImagePart('https://example.com/cat.png?size=2')).toEqual({ type: 'image_url', image_url })
    expect(await toImagePart(new URL(image_url.url))).toEqual({ type: 'image_url', image_url })
  })

  test('the type is read from the first bytes', async () => {
    const heads: Record<string, string> = {
      jpeg: '\xff\xd8\xff\xe0',
      gif: 'GIF89a',
      webp: 'RIFF\x00\n\r\x01WEBPVP8 ',
      bmp: `BM${'\0'.repeat(20)}`,
    }
    for (const [type, head] of Object.entries(heads)) {
      const { image_url } = await toImagePart(Buffer.from(head, 'latin1'))
      expect(image_url.url).toMatch(`data:image/${type};base64,`)
    }
  })

  test('a large image keeps every byte', async () => {
    const large = Buffer.concat([png, Buffer.alloc(300_001, 'any bytes \xff')])
    const { image_url } = await toImagePart(large)
    expect(Buffer.from(image_url.url.split(',')[1]!, 'base64').equals(large)).toBe(true)
  })
})

describe('what the server would not take', () => {
  const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'
  const refused: Record<string, [Parameters<typeof toImagePart>[0], RegExp]> = {
    'an SVG by its bytes': [Buffer.from(svg), /SVG/],
    'an SVG that calls itself PNG': [`data:image/png;base64,${btoa('\n<svg/>')}`, /SVG/],
    'an SVG by its address': ['https://example.com/cat.SVG?x=1', /SVG/],
    'broken base64': ['data:image/png;base64,!!!', /base64 is broken/],
    'a data URL that is not base64': ['data:image/svg+xml,%3Csvg/%3E', /must be in base64/],
    'bytes that are no image': ['data:image/png;base64,AAAA', /not a PNG/],
    'nothing at all': [new Uint8Array(), /not a PNG/],
    'an address of a file': [new URL('file:///home/cat.png'), /not file:/],
    'a path': ['./secret-cat.png', /neither an address/],
  }
  for (const [name, [source, message]] of Object.entries(refused)) {
    test(`${name} is refused before anything is sent, without quoting it`, async () => {
      const error = await refusal(source)
      expect(error).toMatchObject({ name: 'TabbyRequestError', code: 'request_refused' })
      expect(error.message).toMatch(message)
      expect(error.message).not.toMatch(/cat|home/)
    })
  }

  test('what the real server refused in recordings is refused', async () => {
    for (const name of ['bad_base64', 'not_an_image', 'plain_string', 'svg_mime']) {
      const { request, response } = getRecording(`chat_vision_${name}`)
      expect(response.status).toBeGreaterThanOrEqual(400)
      const { messages } = JSON.parse(request.body!)
      expect((await refusal(messages[0].content[1].image_url.url)).code).toBe('request_refused')
    }
  })
})

test('a model that sees answers to it', async () => {
  const server = await listen(createEmulator())
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url })
  await client
    .send({ path: '/v1/model/load', access: 'admin', body: { model_name: 'demo-vision-8b-exl3' }, stream: true })
    .then(({ body }) => new Response(body).text())
  expect(await requestJson(client, { path: '/v1/model' })).toMatchObject({ parameters: { use_vision: true } })
  const content = [{ type: 'text' as const, text: 'What is this?' }, await toImagePart(png)]
  const answer = await createChatCompletion(client, { messages: [{ role: 'user', content }], max_tokens: 5 })
  expect(answer.choices[0]!.message.content).toMatch(/\w/)
})

test('it goes over the wire as it is', async () => {
  const server = await serveAnswers({ headers: { 'content-type': 'application/json' }, body: ['{"choices":[]}'] })
  onTestFinished(server.close)
  const content = [await toImagePart(png)]
  const client = createTabbyClient({ baseUrl: server.url })
  await createChatCompletion(client, { messages: [{ content }] }).catch((error) => error)
  expect(JSON.parse(server.requests[0]!.body).messages).toEqual([{ content: [part] }])
})
