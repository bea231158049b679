import { createDemoWorld } from '@tabby/emulator'
import { ask, findAnswers, waitForEnd } from './chat-page.js'
import { expect, test } from './playground.js'

/** Blocks of all kinds, over and over. `MEASURED_TOKENS=4000` makes it the answer of the figure in the README. */
const wanted = Number(process.env.MEASURED_TOKENS ?? 800)
const blocks = [
  '## A heading\n\n',
  'A paragraph with **bold**, *emphasis*, `code` and a [link](https://example.com/page), long enough to wrap.\n\n',
  '1. first of the list\n2. second of the list\n   - with one below\n3. third\n\n',
  '```ts\nfor (const each of all) {\n  if (each.length > 3) console.log(each)\n}\n```\n\n',
  '| Name | Value |\n|------|------:|\n| one | 1 |\n| two | 2 |\n\n',
]

const writeAnswer = () => {
  let text = ''
  // The emulator's tokenizer makes about one token of three of these characters.
  for (let place = 0; text.length < wanted * 3; place++) text += blocks[place % blocks.length]
  return text
}

interface TraceEvent {
  name: string
  ph: string
  tid: number
  ts: number
  tdur?: number
  args: { name?: string }
}

/**
 * Processor time of each task of the page's own thread, in milliseconds, from short to long. Time on the clock would
 * measure what else the machine is doing.
 */
function readTasks(events: readonly TraceEvent[]): number[] {
  const threads = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ tid }) => tid),
  )
  return events
    .filter(({ name, tid }) => name === 'ThreadControllerImpl::RunTask' && threads.has(tid))
    .map(({ tdur = 0 }) => tdur / 1000)
    .filter((duration) => duration > 0.5)
    .sort((one, other) => one - other)
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
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] })
  await ask(page, 'A long one')
  await page.getByRole('button', { name: 'Stop' }).waitFor()
  await page.getByRole('button', { name: 'Send' }).waitFor({ timeout: 100_000 })
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  const tasks = readTasks(trace.traceEvents)
  const words = await findAnswers(page).last().locator('.answer-figures').innerText()
  const figures = [0.5, 0.99, 1].map((share) => tasks[Math.ceil((tasks.length - 1) * share)]!.toFixed(1))
  console.log(
    `${words}; ${tasks.length} frames with work, median ${figures[0]}, 99 % ${figures[1]}, longest ${figures[2]} ms`,
  )
  if (process.env.TRACE) (await import('node:fs')).writeFileSync(process.env.TRACE, JSON.stringify(trace))
  expect(tasks.length).toBeGreaterThan(20)
  expect(tasks.at(-1)).toBeLessThan(50)
})
