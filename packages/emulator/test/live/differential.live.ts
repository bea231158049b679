import { expect, test } from 'vitest'
import { sendTo } from './exchange.js'
import { describeDifference, findDifferences } from './find-differences.js'
import { keepState } from './keep-state.js'
import { lookLoosely } from './look-at-answer.js'
import { setUp } from './set-up.js'

const { TABBY_LIVE_SEED, TABBY_LIVE_RUNS = '300' } = process.env
const seed = Number(TABBY_LIVE_SEED ?? Date.now() % 2 ** 31)
const { url, keys, state, emulator, mayChange } = await setUp()

test(`generated requests are answered by the emulator as by the live server (TABBY_LIVE_SEED=${seed})`, async () => {
  const mirrored = sendTo('http://emulator', emulator.fetch)
  const { text } = await mirrored({ method: 'GET', path: '/openapi.json', headers: {} })
  const [live, own] = [await keepState(sendTo(url, fetch), { keys }), await keepState(mirrored, { keys })]
  const unloadable = [
    ...(state.load ? (['model'] as const) : []),
    ...(state.embeddingModel === undefined ? [] : (['embedding'] as const)),
  ]
  const found = await findDifferences(live, own, {
    document: JSON.parse(text),
    limits: { keys, mayChange, mayBreak: false, unloadable },
    seed,
    runs: Number(TABBY_LIVE_RUNS),
    look: lookLoosely,
  })
  const reported = found.map(describeDifference).join('\n\n')
  console.log(found.length === 0 ? `${TABBY_LIVE_RUNS} requests, no difference` : reported)
  expect(await live.listChanges()).toEqual([])
  expect(reported).toBe('')
}, 3_600_000)
