import { ask, findAnswers, openPanel, say, waitForEnd } from './chat-page.js'
import { expectNoAxeViolations } from './expect-no-axe-violations.js'
import { findChatCall } from './find-chat-call.js'
import { expect, test } from './playground.js'
import { saveScreenshot } from './save-screenshot.js'

const lesson = `## Why the sky is blue

Sunlight is made of **all colours**. On its way through the air, short waves are scattered more than long ones:

1. Blue light goes in all directions.
2. Red light goes *straight on*.

\`\`\`python
def scattering(wavelength):
    return 1 / wavelength**4  # Rayleigh
\`\`\`

| Colour | Wavelength | Scattered |
|--------|-----------:|----------:|
| Blue   |     450 nm |       4.4 |
| Red    |     650 nm |       1.0 |

> In the evening the way is longer, and only red is left.`

test('an answer is streamed as Markdown, measured, and still there after a reload', async ({
  openView,
  startEmulator,
}) => {
  const { url } = await startEmulator()
  const page = await openView('chat', { server: url })
  await saveScreenshot(page, 'chat-empty')
  await expectNoAxeViolations(page)
  await ask(page, `Why is the sky blue? ${say(lesson)}`)
  await waitForEnd(page)
  const answer = findAnswers(page)
  await expect(answer.getByRole('heading', { name: 'Why the sky is blue' })).toBeVisible()
  await expect(answer.getByRole('listitem')).toHaveCount(2)
  // Its number lies outside of it.
  await expect(answer.getByRole('listitem').first()).toHaveCSS('overflow-x', 'visible')
  await expect(answer.getByRole('table')).toContainText('450 nm')
  await expect(answer).toContainText(/\d+ tokens · [\d.,]+ tokens\/s · first after/)
  await expect(page.getByText(/\d+ \/ [\d,]+ tokens/)).toBeVisible()
  await expect(answer.getByRole('button', { name: 'Regenerate' })).toBeInViewport()
  await saveScreenshot(page, 'chat-answer')
  await expectNoAxeViolations(page)

  await page.reload()
  await expect(answer.getByRole('heading', { name: 'Why the sky is blue' })).toBeVisible()
  await openPanel(page, 'Conversations')
  await expect(page.getByRole('complementary', { name: 'Conversations' }).getByRole('listitem')).toHaveCount(1)
  await saveScreenshot(page, 'chat-list')
  await expectNoAxeViolations(page)
})

test(
  'Escape stops an answer, what had arrived stays, and the server stops too',
  { tag: '@any-width' },
  async ({ openView, startEmulator }) => {
    const { url, emulator } = await startEmulator()
    const page = await openView('chat', { server: url })
    await ask(page, 'A long story [[len:500]] [[delay:0.02]]')
    const answer = findAnswers(page)
    await expect(answer.getByText(/[1-9]\d tokens/)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(answer).toContainText('You stopped this reply.')
    const text = await answer.locator('.markdown').innerText()
    expect(text.length).toBeGreaterThan(20)
    await expect(page.getByText('The reply was stopped')).toBeAttached()
    await expect.poll(() => findChatCall(emulator)?.leftAfterMilliseconds).toBeGreaterThan(0)
    await page.reload()
    await expect(answer.locator('.markdown')).toHaveText(text)
  },
)

test('an edit and another answer are versions, and all of them stay', async ({ openView, startEmulator }) => {
  const { url } = await startEmulator()
  const page = await openView('chat', { server: url })
  await ask(page, `first ${say('one')}`)
  await expect(findAnswers(page)).toContainText('one')
  await page.getByRole('button', { name: 'Regenerate' }).click()
  await waitForEnd(page)
  await expect(page.getByText('2 / 2', { exact: true })).toBeVisible()
  await ask(page, `second ${say('two')}`)
  await expect(findAnswers(page).last()).toContainText('two')

  await page.getByRole('button', { name: 'Edit' }).first().click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Edit' }).first()).toBeFocused()
  await page.keyboard.press('Enter')
  await page.getByLabel('Edit the message').fill(`changed ${say('three')}`)
  await page.keyboard.press('Enter')
  await expect(findAnswers(page)).toHaveCount(1)
  await expect(findAnswers(page)).toContainText('three')
  await page.getByRole('button', { name: 'Previous version' }).click()
  await expect(findAnswers(page).last()).toContainText('two')
  await expect(page.getByText('2 / 2', { exact: true })).toBeVisible()
  await saveScreenshot(page, 'chat-branches')
  await page.getByRole('button', { name: 'Previous version' }).last().click()
  await expect(findAnswers(page)).toHaveCount(1)
  await expectNoAxeViolations(page)
})

test('a server that dies in mid-answer is told in words, the partial answer stays, and it can be asked again', async ({
  openView,
  startEmulator,
}) => {
  const { url, emulator } = await startEmulator()
  const page = await openView('chat', { server: url })
  emulator.useFaults([{ path: '/v1/chat', effect: { kind: 'cut', afterEvents: 25 } }])
  await ask(page, 'A story [[len:60]] [[delay:0.03]]')
  const answer = findAnswers(page)
  await expect(answer.getByRole('alert')).toContainText(/What had arrived is kept|Check that TabbyAPI is running/)
  expect((await answer.locator('.markdown').innerText()).length).toBeGreaterThan(10)
  await saveScreenshot(page, 'chat-failed')
  await expectNoAxeViolations(page)
  emulator.useFaults([])
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(answer.getByRole('button', { name: 'Regenerate' })).toBeVisible()
  await expect(page.getByText('2 / 2', { exact: true })).toBeVisible()
})
