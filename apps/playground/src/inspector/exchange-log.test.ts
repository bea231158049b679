import { beforeEach, expect, test } from 'vitest'
import { addExchange, clearExchanges, exchanges } from './exchange-log.js'
import { recordingFetch } from './recording-fetch.js'

beforeEach(clearExchanges)

const send = recordingFetch(
  async (url) => new Response(url.endsWith('/long') ? 'x'.repeat(1_500_000) : 'short'),
  () => '',
)

test('the newest exchange comes first, and of very many the last hundred are kept', async () => {
  for (let index = 0; index < 120; index++) await (await send(`/${index}`, {})).text()
  expect(exchanges.value).toHaveLength(100)
  expect(exchanges.value[0]?.path).toBe('/119')
})

test('of a very long answer the beginning is kept, and the rest is counted', async () => {
  await (await send('/long', {})).text()
  expect(exchanges.value[0]).toMatchObject({ keptLength: 1_000_000, droppedLength: 500_000 })
})

test('long answers push out the oldest ones, but never the newest', async () => {
  for (let index = 0; index < 8; index++) await (await send('/long', {})).text()
  await (await send('/short', {})).text()
  const kept = exchanges.value.reduce((sum, { keptLength }) => sum + keptLength, 0)
  // The newest may still grow when the others have been counted.
  expect(kept).toBeLessThanOrEqual(5_000_000)
  expect(exchanges.value.length).toBeLessThan(9)
  expect(exchanges.value[0]?.path).toBe('/short')
  const [newest] = exchanges.value
  addExchange({ ...newest!, id: 1000, keptLength: 9_000_000 })
  expect(exchanges.value.map(({ id }) => id)).toEqual([1000])
})
