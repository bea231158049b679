import { createDemoWorld } from '@tabby/emulator'
import { ask, findAnswers, waitForEnd } from './chat-page.js'
import { expect, test } from './playground.js'
import { readTasks, taskCategories } from './read-tasks.js'

/** Blocks of all kinds, over and over. `MEASURED_TOKENS=4000` makes it the answer of the figure in the README. */
const wanted = Number(process.env.MEASURED_TOKENS ?? 800)
const blocks = [
  '## A heading\n\n',
  'A paragraph with **bold**, *emphasis*, `code` and a [link](https://example.com/page), long enough to wrap.\n\n',
  '1. first of the list\n2. second of the list\n   - with one below\n3. third\n\n',
  '```ts\nfor (const each of all) {\n  if (each.length > 3) console.log(each)\n}\n```\n\n',
  'Euler wrote \\(e^{i\\pi} + 1 = 0\\) and\n\n$$\n\\sum_{i=1}^n i = \\frac{n(n+1)}{2}\n$$\n\n',
  '| Name | Value |\n|------|------:|\n| one | 1 |\n| two | 2 |\n\n',
]

const writeAnswer = () => {
  let text = ''
  // The emulator's tokenizer makes about one token of three of these characters.
  for (let place = 0; text.length < wanted * 3; place++) text += blocks[place % blocks.length]
  return text
}

test('at 200 tokens per second no task keeps the page from drawing for more than 50 ms', async ({
  browser,
  openView,
  startEmulator,
}) => {
  test.setTimeout(120_000)
  const demo = createDemoWorld()
  const models = demo.models.map((model) => ({ ...model, contextLength: 32_768 }))
  const conversation = [{ when: 'long', answer: writeAnswer() }]
  const settings = { speed: { tokensPerSecond: 200 } }
  const { url } = await startEmulator({ world: { ...demo, models, conversation }, settings })
  const page = await openView('chat', { server: url })
  await ask(page, 'Warm up')
  await waitForEnd(page)
  await browser.startTracing(page, { categories: taskCategories })
  await ask(page, 'A long one')
  await page.getByRole('button', { name: 'Stop' }).waitFor()
  await page.getByRole('button', { name: 'Send' }).waitFor({ timeout: 100_000 })
  const tasks = await readTasks(browser)
  const words = await findAnswers(page).last().locator('.answer-figures').innerText()
  const figures = [0.5, 0.99, 1].map((share) => tasks[Math.ceil((tasks.length - 1) * share)]!.toFixed(1))
  console.log(
    `${words}; ${tasks.length} frames with work, median ${figures[0]}, 99 % ${figures[1]}, longest ${figures[2]} ms`,
  )
  expect(tasks.length).toBeGreaterThan(20)
  expect(tasks.at(-1)).toBeLessThan(50)
})

test('a thousand conversations and one of 300 turns open quickly', async ({ openView, page }) => {
  await openView('chat')
  await page.evaluate(async () => {
    const request = indexedDB.open('tabby-playground')
    const database = await new Promise<IDBDatabase>((resolve) => (request.onsuccess = () => resolve(request.result)))
    const transaction = database.transaction('conversations', 'readwrite')
    const place = (index: number) => ({ id: `t${index}`, parent: index ? `t${index - 1}` : '' })
    const text = 'Some **words** of a message with `code`.\n\n- one\n- two\n'
    const turns = Array.from({ length: 300 }, (_, index) =>
      index % 2
        ? { ...place(index), role: 'assistant', parts: [{ type: 'text', text }], model: 'm', end: 'stop' }
        : { ...place(index), role: 'user', text, images: [] },
    )
    for (let index = 0; index < 1000; index++) {
      const updatedAt = Date.now() - index * 3_600_000
      const own = index ? turns.slice(0, 2) : turns
      const conversation = { id: `c${index}`, title: `Title ${index}`, createdAt: updatedAt, updatedAt, system: '' }
      transaction.objectStore('conversations').put({ ...conversation, turns: own, chosen: {} })
    }
    await new Promise((resolve) => (transaction.oncomplete = resolve))
    sessionStorage.setItem('tabby-last-conversation', 'c0')
  })
  // Processor time, as above.
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const readWork = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')!.value
  }
  await page.reload()
  const before = await readWork()
  await expect(page.locator('.turn')).toHaveCount(300)
  await expect(page.getByRole('complementary', { name: 'Conversations' }).getByRole('listitem')).toHaveCount(50)
  await expect(page.locator('.turn-answer .markdown')).toHaveCount(150)
  const work = (await readWork()) - before
  console.log(`1,000 conversations and 300 turns: ${(work * 1000).toFixed(0)} ms of work`)
  // The emulator in the page starts meanwhile, and is part of it.
  expect(work).toBeLessThan(1.5)
})
