import { writeFile } from 'node:fs/promises'
import { createDemoWorld } from '@tabby/emulator'
import { ask, findAnswers, say, waitForEnd } from './chat-page.js'
import { expectNoAxeViolations } from './expect-no-axe-violations.js'
import { findChatCall } from './find-chat-call.js'
import { expect, test } from './playground.js'
import { readTasks, taskCategories } from './read-tasks.js'
import { saveScreenshot } from './save-screenshot.js'

const keys = { api: ['page-api-key'], admin: ['page-admin-key'] }
const text = (name: string, content: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) })
const notes = [
  'Trains to Vienna leave from platform seven every morning.',
  'The cat sleeps on the warm stove all afternoon.',
  'Bread is baked for an hour in a very hot oven.',
].map((sentence) => `${sentence} ${'Other words follow here. '.repeat(30)}`)

test('documents are embedded and searched, and the passages that were sent are shown and can be removed', async ({
  openView,
  startEmulator,
  browser,
}) => {
  test.setTimeout(120_000)
  const world = { ...createDemoWorld(), loaded: { model: 'demo-8b-exl3' }, keys }
  const { url, emulator } = await startEmulator({ world })
  const page = await openView('chat', { server: url, apiKey: 'page-api-key', adminKey: 'page-admin-key' })
  const open = page.getByRole('button', { name: /^Documents/ })
  const dialog = page.getByRole('dialog', { name: 'Documents' })
  const list = dialog.getByRole('list', { name: 'Documents' })
  await open.click()
  await dialog.getByLabel('Choose documents').setInputFiles([text('notes.md', notes.join('\n\n'))])
  await expect(list).toContainText('waits for an embedding model')
  await expectNoAxeViolations(page)
  await saveScreenshot(page, 'documents-no-model')
  await page.keyboard.press('Escape')
  await ask(page, 'Where does the cat sleep?')
  await expect(findAnswers(page)).toContainText('notes.md has not been embedded yet')
  await open.click()
  await dialog.getByRole('button', { name: 'Load demo-embedding-small' }).click()
  await expect(list).toContainText('3 passages')
  const image = { name: 'b.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0, 0xff]) }
  await dialog.getByLabel('Choose documents').setInputFiles([image])
  await expect(list.getByRole('alert')).toContainText('This is not a text file.')
  await saveScreenshot(page, 'documents')
  await list.getByRole('button', { name: 'Remove b.png' }).click()
  await dialog.getByRole('button', { name: 'Close' }).click()

  await page.getByRole('button', { name: 'Try again' }).click()
  await waitForEnd(page)
  const passages = page.getByRole('list', { name: 'Passages that were sent' })
  await page.getByText('3 passages from notes.md').click()
  await expect(passages.getByRole('listitem').first()).toContainText('The cat sleeps on the warm stove')
  expect(findChatCall(emulator)!.body).toMatch(/\[1\] notes\.md.{5,20}The cat sleeps.*Where does the cat sleep\?/)
  await saveScreenshot(page, 'documents-passages')
  await expect(page.getByRole('button', { name: 'Send' })).toBeInViewport({ ratio: 1 })
  await expectNoAxeViolations(page)
  // The rest is the same at every width.
  if (test.info().project.name !== 'desktop') return
  await passages.getByRole('button', { name: 'Remove passage 2' }).click()
  await passages.getByRole('button', { name: 'Remove passage 2' }).click()
  await page.getByRole('button', { name: 'Regenerate' }).click()
  await waitForEnd(page)
  expect(findChatCall(emulator)!.body).toContain('The cat sleeps')
  expect(findChatCall(emulator)!.body).not.toContain('Vienna')

  // A large file goes to the documents, never blocks the page, and is stopped.
  const lines = Array.from({ length: 40_000 }, (_, line) => `Line ${line} of a long text with some words in it.`)
  // From the disk: the test runner would write a buffer into the page in one go.
  const book = test.info().outputPath('book.txt')
  await writeFile(book, lines.join('\n'))
  await browser.startTracing(page, { categories: taskCategories })
  await page.getByLabel('Choose files').setInputFiles(book)
  await expect(list).toContainText(/[1-9]\d* of [\d,]+ passages/)
  expect((await readTasks(browser)).at(-1)).toBeLessThan(50)
  await saveScreenshot(page, 'documents-progress')
  await list.getByRole('button', { name: 'Stop embedding book.txt' }).click()
  await expect(list.getByRole('listitem')).toHaveCount(1)
  await list.getByRole('button', { name: 'Remove notes.md' }).click()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await ask(page, `And now? ${say('nothing more')}`)
  await expect(findAnswers(page).last()).toContainText('nothing more')
})
