// What is the same at every width is tested at one.
import { createDemoWorld } from '@tabby/emulator'
import { expectNoAxeViolations } from './expect-no-axe-violations.js'
import { expect, test } from './playground.js'

const keys = { api: ['page-api-key'], admin: ['page-admin-key'] }
const [apiKey, adminKey] = ['page-api-key', 'page-admin-key']
const texts = 'the cat sleeps\nthe cat is asleep\ntrains to Vienna'
const withoutModel = () => ({ ...createDemoWorld(), loaded: { model: 'demo-8b-exl3' }, keys })

test('the cells are walked with arrow keys, and what each compares is written out', async ({ openView }) => {
  const page = await openView('embeddings')
  await page.getByLabel('Texts').fill(texts)
  await page.getByLabel('Texts').press('Control+Enter')
  const cells = page.getByRole('gridcell')
  await expect(cells).toHaveCount(9)
  await cells.nth(1).focus()
  const readout = page.locator('.heat-map-pair')
  await expect(readout).toContainText('the cat is asleep')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('End')
  await expect(cells.nth(5)).toBeFocused()
  await expect(readout).toContainText('trains to Vienna')
  await expect(cells.and(page.locator('[tabindex="0"]'))).toHaveCount(1)
  await cells.first().hover()
  await expect(readout).toContainText('1.0000')
})

test('the table is copied as CSV', async ({ openView, context, startEmulator }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { url } = await startEmulator()
  const page = await openView('embeddings', { server: url })
  await page.getByLabel('Texts').fill('a, b\nc')
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.getByRole('button', { name: 'Copy as CSV' }).click()
  await expect(page.getByText('Copied')).toBeVisible()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied.replaceAll('\r', '')).toMatch(/^,"a, b",c\n"a, b",1\.000000,-?0\.\d{6}\nc,-?0\.\d{6},1\.000000\n$/)
})

test('where no embedding model is loaded, an admin loads one from here', async ({ openView, startEmulator }) => {
  const { url } = await startEmulator({ world: withoutModel() })
  const page = await openView('embeddings', { server: url, apiKey, adminKey })
  await page.getByLabel('Texts').fill(texts)
  await expect(page.getByRole('button', { name: 'Compare' })).toHaveAttribute('title', 'no embedding model is loaded')
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Load demo-embedding-small' }).click()
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByRole('gridcell')).toHaveCount(9)
})

test('a server that fails is words, and what was compared before stays', async ({ openView, startEmulator }) => {
  const { url, emulator } = await startEmulator()
  const page = await openView('embeddings', { server: url })
  await page.getByLabel('Texts').fill(texts)
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByRole('gridcell')).toHaveCount(9)
  await emulator.fetch(`${url}/v1/model/embedding/unload`, { method: 'POST' })
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByRole('alert')).toContainText('No model is loaded')
  await expect(page.getByRole('gridcell')).toHaveCount(9)
})
