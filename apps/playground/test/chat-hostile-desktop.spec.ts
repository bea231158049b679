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
  await expect(answer.locator('script, img, style, iframe, form, input, meta, base, svg:not(.speed-plot)')).toHaveCount(
    0,
  )
  await expect(answer.locator('a')).toHaveCount(2)
  for (const link of await answer.locator('a').all()) {
    expect(await link.getAttribute('rel')).toContain('noopener')
    expect(await link.getAttribute('href')).toMatch(/^https?:/)
  }
  expect(await page.evaluate(() => 'broken' in globalThis)).toBe(false)
  expect(asked.filter((address) => address.includes('evil'))).toEqual([])
})
