import { createDemoWorld } from '@tabby/emulator'
import { expectNoAxeViolations } from './expect-no-axe-violations.js'
import { expectNoSidewaysScroll } from './expect-no-sideways-scroll.js'
import { expect, test } from './playground.js'
import { saveScreenshot } from './save-screenshot.js'

const keys = { api: ['page-api-key'], admin: ['page-admin-key'] }
const apiKey = 'page-api-key'
const withoutModel = () => ({ ...createDemoWorld(), loaded: { model: 'demo-8b-exl3' }, keys })

test('texts become a table of similarities, sorted by any of them', async ({ openView, startEmulator }) => {
  const { url } = await startEmulator()
  const page = await openView('embeddings', { server: url })
  await expect(page.getByText('demo-embedding-small')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Use example texts' }).click()
  await page.getByRole('button', { name: 'Compare' }).click()
  const table = page.getByRole('grid', { name: 'Similarity between texts' })
  await expect(table.getByRole('gridcell')).toHaveCount(81)
  await expect(page.getByText('9 texts · 64 dimensions')).toBeVisible()
  await expectNoAxeViolations(page)
  await expectNoSidewaysScroll(page)
  await saveScreenshot(page, 'embeddings')
  await table.scrollIntoViewIfNeeded()
  await expectNoSidewaysScroll(page)
  await saveScreenshot(page, 'embeddings-map')
  await page.getByLabel('Order').selectOption({ label: '4 · The train to Vienna leaves at half past six.' })
  const heads = table.getByRole('rowheader')
  await expect(heads.first()).toContainText('The train to Vienna leaves')
  await expect(heads.nth(1)).toContainText('When does the next train')
  await heads.nth(1).getByRole('button').click()
  await expect(heads.first()).toContainText('When does the next train')
})

test(
  'an api key is told why it cannot load one, and nothing is sent',
  { tag: '@any-width' },
  async ({ openView, startEmulator }) => {
    const { url, emulator } = await startEmulator({ world: withoutModel() })
    const page = await openView('embeddings', { server: url, apiKey })
    await expect(page.getByText('Loading one needs an admin key; this page has an API key.')).toBeVisible()
    await page.getByRole('button', { name: /^Load/ }).click({ force: true })
    await expectNoSidewaysScroll(page)
    await saveScreenshot(page, 'embeddings-none')
    expect(emulator.journal.filter(({ path }) => path.endsWith('/load'))).toEqual([])
  },
)

test('a long list shows how far it is, and stops', { tag: '@any-width' }, async ({ openView, startEmulator }) => {
  const { url, emulator } = await startEmulator()
  const page = await openView('embeddings', { server: url })
  emulator.useFaults([{ path: '/v1/embeddings', skip: 1, effect: { kind: 'delay', milliseconds: 20_000 } }])
  await page.getByLabel('Texts').fill(Array.from({ length: 100 }, (_, index) => `text ${index}`).join('\n'))
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByText('32 of 100 texts')).toBeVisible()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText('of 100 texts')).toBeHidden()
  const readLast = () => emulator.journal.filter(({ method }) => method === 'POST').at(-1)
  await expect.poll(() => readLast()?.leftAfterMilliseconds).toBeGreaterThan(0)
  emulator.useFaults([])
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByText('The map shows 64 of 100 texts')).toBeVisible()
  await expect(page.getByRole('rowheader')).toHaveCount(64)
  await expectNoSidewaysScroll(page)
  await saveScreenshot(page, 'embeddings-dense')
})
