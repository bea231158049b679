import { expect, onTestFinished, test } from 'vitest'
import { serveAnswers } from '../../testing/index.js'
import { loadImage } from './load-image.js'

test('waits for an image as long as it may, and no longer', async () => {
  const server = await serveAnswers({ body: ['BM', 150, 'rest'] })
  onTestFinished(server.close)
  const load = (milliseconds: number) => loadImage(new URL(server.url), new AbortController().signal, milliseconds)
  expect(await load(5000)).toEqual({ head: 'BMrest', tail: 'BMrest' })
  await expect(load(50)).rejects.toThrow('aborted')
})
