import { expect, test } from '@playwright/test'

/** An application under test, as small as can be: it shows what is streamed, and whether it came to its end. */
const pageSource = `<p id="answer"></p><p id="state"></p><script type="module">
  const show = (id, text) => (document.getElementById(id).textContent += text)
  try {
    const answer = await fetch('BASE/v1/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ stream: true, messages: [{ role: 'user', content: 'Hello' }] }),
    })
    const text = new TextDecoder()
    let rest = ''
    for (const reader = answer.body.getReader(); ; ) {
      const { done, value } = await reader.read()
      if (done) break
      const events = (rest + text.decode(value, { stream: true })).split('\\r\\n\\r\\n')
      rest = events.pop()
      for (const event of events.filter((event) => event.startsWith('data: {')))
        show('answer', JSON.parse(event.slice(6)).choices[0].delta.content ?? '')
    }
    show('state', 'complete')
  } catch {
    show('state', 'connection lost')
  }
</script>`

test('shows an answer', async ({ page, baseURL }) => {
  await page.setContent(pageSource.replace('BASE', baseURL ?? ''))
  await expect(page.locator('#state')).toHaveText('complete')
  await expect(page.locator('#answer')).toHaveText('Hello! How can I help you today?')
})

test('shows that the connection was lost', async ({ page, request, baseURL }) => {
  const faults = [{ path: '/v1/chat', times: 1, effect: { kind: 'cut', afterEvents: 3 } }]
  await request.put('/emulator/faults', { data: faults })
  await page.setContent(pageSource.replace('BASE', baseURL ?? ''))
  await expect(page.locator('#state')).toHaveText('connection lost')
  // A browser may throw away what came right before the cut.
  await expect(page.locator('#answer')).not.toContainText('today')
})
