import { createDemoWorld } from '@tabby/emulator'
import { ask, waitForEnd } from './chat-page.js'
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
  await page.getByLabel('Choose files').setInputFiles([{ name: 'chosen.png', mimeType: 'image/png', buffer }])
  await expect(page.getByRole('list', { name: 'Images to send' }).getByRole('listitem')).toHaveCount(3)
  await page.getByRole('button', { name: 'Remove image 3' }).click()
  await saveScreenshot(page, 'chat-images')
  await expectNoAxeViolations(page)
  await ask(page, 'What is this?')
  await waitForEnd(page)
  await expect(page.getByRole('img', { name: /Attached image/ })).toHaveCount(2)
  await expect.poll(() => findChatCall(emulator)?.body?.match(/"type":"image_url"/g)?.length).toBe(2)
})
