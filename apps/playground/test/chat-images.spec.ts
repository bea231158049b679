import { createDemoWorld } from '@tabby/emulator'
import { ask, openPanel, waitForEnd } from './chat-page.js'
import { expectNoAxeViolations } from './expect-no-axe-violations.js'
import { findChatCall } from './find-chat-call.js'
import { expect, test } from './playground.js'
import { saveScreenshot } from './save-screenshot.js'

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

test('images come by paste, drop and choice, and are sent with the question', async ({ openView, startEmulator }) => {
  const world = { ...createDemoWorld(), loaded: { model: 'demo-vision-8b-exl3' } }
  const { url, emulator } = await startEmulator({ world })
  const page = await openView('chat', { server: url })
  const box = page.getByLabel('Message', { exact: true })
  await box.evaluate((element, base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }))
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([bytes], 'dropped.png', { type: 'image/png' }))
    element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  }, pixel)
  await expect(page.getByRole('list', { name: 'Images to send' }).getByRole('listitem')).toHaveCount(2)
  const buffer = Buffer.from(pixel, 'base64')
  await page.getByLabel('Choose images').setInputFiles([{ name: 'chosen.png', mimeType: 'image/png', buffer }])
  await expect(page.getByRole('list', { name: 'Images to send' }).getByRole('listitem')).toHaveCount(3)
  await page.getByRole('button', { name: 'Remove image 3' }).click()
  await saveScreenshot(page, 'chat-images')
  await expectNoAxeViolations(page)
  await ask(page, 'What is this?')
  await waitForEnd(page)
  await expect(page.getByRole('img', { name: /Attached image/ })).toHaveCount(2)
  const last = findChatCall(emulator)
  expect(last?.body?.match(/"type":"image_url"/g)).toHaveLength(2)
})

test('a file that is no image is refused in words, and a model without eyes is told before the question', async ({
  openView,
  startEmulator,
}) => {
  const { url } = await startEmulator()
  const page = await openView('chat', { server: url })
  const file = {
    name: 'notes.svg',
    mimeType: 'image/svg+xml',
    buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  }
  await page.getByLabel('Choose images').setInputFiles([file])
  await expect(page.getByRole('alert')).toContainText('notes.svg')
  const buffer = Buffer.from(pixel, 'base64')
  await page.getByLabel('Choose images').setInputFiles([{ name: 'chosen.png', mimeType: 'image/png', buffer }])
  await expect(page.getByText('does not see images')).toBeVisible()
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
  await page.getByLabel('File with conversations').setInputFiles((await download.path())!)
  await expect(list.getByRole('listitem')).toHaveCount(1)
  await expect(list.getByText('1 imported.')).toBeVisible()
  await page.reload()
  await openPanel(page, 'Conversations')
  await list.getByRole('button', { name: 'About cats and dogs', exact: true }).click()
  await expect(page.getByRole('article', { name: 'You' })).toContainText('About cats')
})
