import { ask, findAnswers, openPanel, waitForEnd } from './chat-page.js'
import { expect, test } from './playground.js'

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

test('a file that is no image is refused in words, and a model without eyes is told before the question', async ({
  openView,
  startEmulator,
}) => {
  const { url } = await startEmulator()
  const page = await openView('chat', { server: url })
  const file = {
    name: 'notes.bin',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from([0, 1, 2]),
  }
  await page.getByLabel('Choose files').setInputFiles([file])
  await expect(page.getByRole('alert')).toContainText('notes.bin is neither an image nor a text file')
  const buffer = Buffer.from(pixel, 'base64')
  await page.getByLabel('Choose files').setInputFiles([{ name: 'chosen.png', mimeType: 'image/png', buffer }])
  await expect(page.getByText('does not support images')).toBeVisible()
  await ask(page, 'What is it?')
  await expect(page.getByText('The model cannot see images: they were dropped.')).toBeVisible()
})

test('conversations are renamed, searched, exported, deleted and imported', async ({ openView, startEmulator }) => {
  const { url } = await startEmulator()
  const page = await openView('chat', { server: url })
  await ask(page, 'About cats')
  await waitForEnd(page)
  await openPanel(page, 'Conversations')
  const list = page.getByRole('complementary', { name: 'Conversations' })
  await list.getByRole('button', { name: 'Rename About cats' }).click()
  await page.keyboard.type(' and dogs')
  await page.keyboard.press('Enter')
  await expect(list.getByRole('button', { name: 'Rename About cats and dogs' })).toBeFocused()
  await list.getByLabel('Search conversations').fill('cats dogs')
  await expect(list.getByRole('listitem')).toHaveCount(1)
  await list.getByLabel('Search conversations').fill('birds')
  await expect(list.getByRole('listitem')).toHaveCount(0)
  await list.getByLabel('Search conversations').fill('')

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    list.getByRole('button', { name: 'Export' }).click(),
  ])
  await list.getByRole('button', { name: 'Delete About cats and dogs' }).click()
  await list.getByRole('button', { name: 'Delete?' }).click()
  await expect(list.getByRole('listitem')).toHaveCount(0)
  await expect(list.getByLabel('Search conversations')).toBeFocused()
  await page.getByLabel('File with conversations').setInputFiles((await download.path())!)
  await expect(list.getByRole('listitem')).toHaveCount(1)
  await expect(list.getByText('1 imported.')).toBeVisible()
  await page.reload()
  await openPanel(page, 'Conversations')
  await list.getByRole('button', { name: 'About cats and dogs', exact: true }).click()
  await expect(page.getByRole('article', { name: 'You' })).toContainText('About cats')
  // Its whole name is there until the row is pointed at, and says when it was changed.
  const open = list.getByRole('button', { name: 'About cats and dogs', exact: true })
  await expect(open).toHaveAttribute('title', new RegExp(`^About cats and dogs\n.*${new Date().getFullYear()}`))
  await page.getByLabel('Message', { exact: true }).focus()
  await page.mouse.move(640, 300)
  const row = await list.getByRole('listitem').boundingBox()
  expect((await open.boundingBox())!.width).toBeGreaterThan(row!.width - 8)
  // A pinned conversation has a group of its own; the model writes a title when it is asked to.
  await list.getByRole('button', { name: 'Pin About cats and dogs' }).click()
  await expect(list.getByRole('region', { name: 'Pinned' }).getByRole('listitem')).toHaveCount(1)
  await list.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('button', { name: 'Let the model write a title' }).click()
  await expect(list.getByRole('button', { name: 'Rename About cats and dogs' })).toHaveCount(0)
})

test('a server without a model, with a wrong key, or none at all is told in words', async ({
  openView,
  startEmulator,
}) => {
  const server = await startEmulator({ keys: { api: ['right'], admin: [] } })
  const page = await openView('chat', { server: server.url, apiKey: 'wrong' })
  await ask(page, 'Hello')
  await expect(findAnswers(page).getByRole('alert')).toContainText('change the key under Connection')
  await server.close()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(findAnswers(page).getByRole('alert')).toContainText('Check that TabbyAPI is running')
})

test('thoughts are folded, and unfold by keyboard', async ({ openView, startEmulator }) => {
  const { url } = await startEmulator()
  const page = await openView('chat', { server: url })
  await openPanel(page, 'Settings')
  await page.getByLabel('Reasoning', { exact: true }).selectOption('On')
  await page.keyboard.press('Escape')
  await ask(page, 'Think [[think:12]] [[len:5]]')
  await waitForEnd(page)
  const thoughts = page.locator('.reasoning-text')
  await expect(thoughts).toBeHidden()
  await page.locator('summary', { hasText: 'Reasoning' }).focus()
  await page.keyboard.press('Enter')
  await expect(thoughts).toBeVisible()
})
