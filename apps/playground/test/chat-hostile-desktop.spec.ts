import { createDemoWorld } from '@tabby/emulator'
import { ask, findAnswers, say, waitForEnd } from './chat-page.js'
import { expect, test } from './playground.js'

const hostile = `Hello <script>globalThis.broken = 1</script>

<img src="http://evil.invalid/a.png" onerror="globalThis.broken = 2">
<svg onload="globalThis.broken = 3"></svg>
<style>body { display: none }</style>
<iframe src="http://evil.invalid/frame"></iframe>
<form action="http://evil.invalid/form"><input name="key"></form>
<meta http-equiv="refresh" content="0; url=http://evil.invalid">
<base href="http://evil.invalid/">

[a](javascript:globalThis.broken=4) [b](data:text/html,<script>x</script>) ![c](http://evil.invalid/c.png)
[d](java&#115;cript:globalThis.broken=5) [e](https://example.com/page)

The end`

test('what a model writes never runs, loads or moves anything', async ({ openView, startEmulator, page }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  const { url } = await startEmulator()
  await openView('chat', { server: url })
  await ask(page, say(hostile))
  await waitForEnd(page)
  const answer = findAnswers(page)
  await expect(answer).toContainText('The end')
  await expect(answer).toContainText('<script>globalThis.broken = 1</script>')
  await expect(
    answer.locator('script, img, style, iframe, form, input, meta, base, svg:not(.speed-plot, .icon)'),
  ).toHaveCount(0)
  await expect(answer.locator('a')).toHaveCount(2)
  for (const link of await answer.locator('a').all()) {
    expect(await link.getAttribute('rel')).toContain('noopener')
    expect(await link.getAttribute('href')).toMatch(/^https?:/)
  }
  expect(await page.evaluate(() => 'broken' in globalThis)).toBe(false)
  // Marks piled upon one letter do not reach the line above.
  await answer.evaluate((element) => {
    const [above, below] = element.querySelectorAll('.markdown p')
    above!.textContent = 'above'
    below!.textContent = 'Z'
    below!.before(above!)
  })
  const readAbove = () => answer.locator('.markdown p').first().screenshot()
  const before = await readAbove()
  await answer
    .locator('.markdown p')
    .nth(1)
    .evaluate((element) => (element.textContent = `Z${'\u0301'.repeat(60)}`))
  expect((await readAbove()).equals(before)).toBe(true)
  expect(asked.filter((address) => address.includes('evil'))).toEqual([])
})

test('a text that is nested without end is shown, and the page lives on after a reload too', async ({
  openView,
  startEmulator,
}) => {
  const conversation = [{ when: 'long', answer: `${'> '.repeat(5000)}the bottom` }]
  const demo = createDemoWorld()
  const models = demo.models.map((model) => ({ ...model, contextLength: 32_768 }))
  const { url } = await startEmulator({ world: { ...demo, models, conversation } })
  const page = await openView('chat', { server: url })
  await ask(page, 'A long one')
  await waitForEnd(page)
  await page.reload()
  await expect(findAnswers(page)).toContainText('the bottom')
  await ask(page, say('still here'))
  await expect(findAnswers(page).last()).toContainText('still here')
})

test('who is not let at the clipboard is told so, and not that it was copied', async ({ openView, startEmulator }) => {
  const { url } = await startEmulator()
  const page = await openView('chat', { server: url })
  // As on a page that came over plain http.
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
  await ask(page, say('some text'))
  await findAnswers(page).getByRole('button', { name: 'Copy' }).click()
  await expect(findAnswers(page).getByRole('button', { name: 'Copying is not allowed' })).toBeVisible()
})
