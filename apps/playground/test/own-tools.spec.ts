import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createDemoWorld } from '@tabby/emulator'
import type { Page } from '@playwright/test'
import { ask, closePanels, findAnswers, openPanel, waitForEnd } from './chat-page.js'
import { expectNoAxeViolations } from './expect-no-axe-violations.js'
import { findChatCall } from './find-chat-call.js'
import { expect, test } from './playground.js'
import { saveScreenshot } from './save-screenshot.js'

const call = { name: 'reverse_text', arguments: { text: 'abc' } }
const conversation = [
  { when: '/cba|not allow|ended/', answer: 'I see.' },
  { when: 'reverse', answer: { toolCalls: [call] } },
]

/** The editor of a new tool. */
async function openEditor(page: Page) {
  await openPanel(page, 'Settings')
  await page.getByRole('button', { name: 'Add a tool' }).click()
  return page.getByRole('dialog', { name: 'New tool' })
}

test('a tool of the user asks before it runs, is kept, and its result or error is told to the model', async ({
  openView,
  startEmulator,
}) => {
  const { url, emulator } = await startEmulator({ world: { ...createDemoWorld(), conversation } })
  const page = await openView('chat', { server: url })
  const dialog = await openEditor(page)
  await dialog.getByLabel('Name', { exact: true }).fill('no name')
  await expect(dialog.getByText('A name has 1 to 64')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled()
  await dialog.getByLabel('Name', { exact: true }).fill('calculator')
  await expect(dialog.getByText('Another tool has this name')).toBeVisible()
  await dialog.getByLabel('Name', { exact: true }).fill('reverse_text')
  await dialog.getByRole('button', { name: 'Try it' }).click()
  await expect(dialog.getByLabel('Result')).toHaveText('"cba"')
  await saveScreenshot(page, 'own-tool-editor')
  await expectNoAxeViolations(page)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.reload()
  await openPanel(page, 'Settings')
  await expect(page.getByLabel('reverse_text', { exact: true })).toBeChecked()
  // Turning questions off is about the tools of the page.
  await page.getByLabel('Ask before each call').uncheck()
  await page.getByLabel('reverse_text', { exact: true }).scrollIntoViewIfNeeded()
  await saveScreenshot(page, 'own-tools')
  await expectNoAxeViolations(page)
  await closePanels(page)
  await ask(page, 'reverse it')
  const shown = page.getByRole('region', { name: 'Tool call: reverse_text' })
  await saveScreenshot(page, 'own-tool-question')
  await shown.getByRole('button', { name: 'Allow for this conversation' }).click()
  await waitForEnd(page)
  await expect(shown).toContainText('cba')
  await expect(findAnswers(page)).toContainText('I see.')
  expect(findChatCall(emulator)!.body).toContain('"tool_call_id"')

  // A changed tool is another one, and asks again; that is the same at every width.
  if (test.info().project.name !== 'desktop') return
  await openPanel(page, 'Settings')
  await page.getByRole('button', { name: 'Edit reverse_text' }).click()
  await page.getByLabel('JavaScript').fill("throw new Error('not allowed to reverse')")
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await closePanels(page)
  await page.getByRole('button', { name: 'Regenerate' }).click()
  await shown.getByRole('button', { name: 'Allow', exact: true }).click()
  await waitForEnd(page)
  await expect(shown).toContainText('not allowed to reverse')
  expect(findChatCall(emulator)!.body).toContain('not allowed to reverse')
})

test(
  'a hostile tool cannot reach the network, the page or other windows, and an endless one is ended',
  { tag: '@any-width' },
  async ({ openView, context }) => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/javascript' }).end('1')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    try {
      const page = await openView('chat')
      const dialog = await openEditor(page)
      const result = dialog.getByLabel('Result')
      const code = dialog.getByLabel('JavaScript')
      const run = async (text: string) => {
        await code.fill(text)
        await dialog.getByRole('button', { name: 'Try it' }).click()
      }
      // In the worker: each way out is tried by itself, and what came of it is the result.
      const attempts = {
        fetch: `await fetch('http://${host}/fetch')`,
        request: `await new Promise((done, fail) => { const r = new XMLHttpRequest(); r.onload = done; r.onerror = fail; r.open('GET', 'http://${host}/xhr'); r.send() })`,
        socket: `await new Promise((done, fail) => { const s = new WebSocket('ws://${host}/ws'); s.onopen = done; s.onerror = fail })`,
        events: `await new Promise((done, fail) => { const s = new EventSource('http://${host}/events'); s.onopen = done; s.onerror = fail })`,
        script: `importScripts('http://${host}/script')`,
        module: `await import('http://${host}/module')`,
        worker: `await new Promise((done, fail) => { const w = new Worker('http://${host}/worker'); w.onmessage = done; w.onerror = fail })`,
        eval: `eval('1')`,
        parent: `parent.document.title`,
        top: `top.location.href = 'http://${host}/top'`,
        popup: `open('http://${host}/popup')`,
        storage: `await new Promise((done, fail) => { const r = indexedDB.open('tabby-playground'); r.onsuccess = done; r.onerror = fail })`,
        caches: `await caches.keys()`,
      }
      const tries = Object.entries(attempts).map(
        ([name, attempt]) => `try { ${attempt}; reached.push('${name}') } catch { refused.push('${name}') }`,
      )
      await run(
        `const reached = [], refused = []\n${tries.join('\n')}\nreturn { origin: location.origin, reached, refused: refused.length }`,
      )
      await expect(result).toContainText('"reached": []')
      await expect(result).toContainText(`"refused": ${Object.keys(attempts).length}`)

      // What is no result, too large or not JSON is a sentence.
      await run('postMessage({ json: 1 }); return 1')
      await expect(result).toContainText('ended without a result')
      await run("return 'x'.repeat(200_000)")
      await expect(result).toContainText('longer than 100,000 characters')
      await run('return (')
      await expect(result).toContainText('SyntaxError')
      await run("throw new Error('no luck')")
      await expect(result).toContainText('Error: no luck')

      // An endless one neither slows the page nor outlives its time.
      await dialog.getByLabel('Time limit in seconds').fill('1')
      await run('while (true) {}')
      await expect.poll(() => page.frames().length).toBe(2)
      const frames = await page.evaluate(async () => {
        const until = performance.now() + 300
        let count = 0
        while (performance.now() < until) {
          await new Promise(requestAnimationFrame)
          count++
        }
        return count
      })
      expect(frames).toBeGreaterThan(5)
      // The frame itself, should a way from the worker into it be found.
      const frame = page.frames()[1]!
      const refused = await frame.evaluate(async (address) => {
        const isRefused = async (attempt: () => unknown) => {
          try {
            return (await attempt()) === null
          } catch {
            return true
          }
        }
        return Promise.all(
          [
            () => fetch(`${address}/frame`),
            () => window.parent.document.title,
            () => (window.top!.location.href = `${address}/frame-top`),
            () => window.open(`${address}/frame-popup`),
            () => localStorage.length,
            () => document.cookie,
          ].map(isRefused),
        )
      }, `http://${host}`)
      expect(refused).toEqual([true, true, true, true, true, true])
      await expect(result).toContainText('longer than 1 s')
      await expect.poll(() => page.frames().length).toBe(1)
      await expect.poll(() => page.workers().length).toBe(0)
      // A closed editor ends what it tries.
      await dialog.getByLabel('Time limit in seconds').fill('60')
      await run('await new Promise(() => {})')
      await expect.poll(() => page.frames().length).toBe(2)
      await dialog.getByRole('button', { name: 'Cancel' }).click()
      await expect.poll(() => page.frames().length).toBe(1)
      expect(asked).toEqual([])
      expect(context.pages()).toHaveLength(1)
      expect(page.url()).toContain('#/chat')
    } finally {
      server.closeAllConnections()
      server.close()
    }
  },
)
