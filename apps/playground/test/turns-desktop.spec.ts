import { ask, findAnswers, openPanel, say, waitForEnd } from './chat-page.js'
import { expectNoAxeViolations } from './expect-no-axe-violations.js'
import { findChatCall } from './find-chat-call.js'
import { expect, test } from './playground.js'
import { saveScreenshot } from './save-screenshot.js'

test('a reply is continued, edited, begun with a prefix, and turns are inserted and deleted', async ({
  openView,
  startEmulator,
}) => {
  const { url, emulator } = await startEmulator()
  const page = await openView('chat', { server: url })
  await ask(page, 'A long story [[len:600]] [[delay:0.02]]')
  await expect(findAnswers(page).getByText(/[1-9]\d tokens/)).toBeVisible()
  await page.keyboard.press('Escape')
  await findAnswers(page).getByRole('button', { name: 'Edit' }).click()
  await page.getByLabel('Edit the reply').fill('Once upon a time')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(findAnswers(page).locator('.markdown')).toHaveText('Once upon a time')
  await expect(findAnswers(page).getByRole('button', { name: 'Edit' })).toBeFocused()
  await findAnswers(page).getByRole('button', { name: 'Continue' }).click()
  await expect(findAnswers(page).getByText(/[1-9]\d tokens/)).toBeVisible()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(findAnswers(page)).toContainText('Once upon a time')
  expect(JSON.parse(findChatCall(emulator)!.body!)).toMatchObject({
    continue_final_message: true,
    add_generation_prompt: false,
    messages: [{ role: 'user' }, { role: 'assistant', content: 'Once upon a time' }],
  })

  await openPanel(page, 'Settings')
  await page.getByLabel('Start of the reply').fill('Well, ')
  await ask(page, `second ${say('this is it')}`)
  await waitForEnd(page)
  await expect(findAnswers(page).last()).toContainText('Well, this is it')
  await findAnswers(page).first().getByRole('button', { name: 'More actions' }).click()
  await saveScreenshot(page, 'chat-turn-menu')
  await page.getByRole('button', { name: 'Insert a message below' }).click()
  await page.getByLabel('Edit the message').fill('between')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('article', { name: 'You' })).toHaveText([/A long story/, /between/, /second/])
  await findAnswers(page).first().getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('button', { name: 'Delete this reply' }).click()
  await expect(findAnswers(page)).toHaveCount(1)
  await page.reload()
  await expect(page.getByRole('article')).toHaveText([/A long story/, /between/, /second/, /Well, this is it/])
})

test('code has colours, formulas are MathML, and arrow keys switch between versions', async ({
  openView,
  startEmulator,
}) => {
  const { url } = await startEmulator()
  const page = await openView('chat', { server: url })
  const text =
    'Euler: \\(e^{i\\pi} + 1 = 0\\)\n\n$$\n\\sum_{i=1}^n i = \\frac{n(n+1)}{2}\n$$\n\n```python\ndef f(x):\n    return "a" # why\n```\n\nH<sub>2</sub>O\n\n<details>\n<summary>More</summary>\n\nhidden\n\n</details>'
  await ask(page, say(text))
  await waitForEnd(page)
  const answer = findAnswers(page)
  await expect(answer.locator('math')).toHaveCount(2)
  await expect(answer.locator('math mfrac')).toBeVisible()
  await expect(answer.locator('.hljs-keyword').first()).toHaveText('def')
  await expect(answer.locator('sub')).toHaveText('2')
  await answer.locator('summary', { hasText: 'More' }).click()
  await expect(answer.getByText('hidden')).toBeVisible()
  await saveScreenshot(page, 'chat-formulas')
  await page.getByRole('button', { name: 'Regenerate' }).click()
  await expect(page.getByText('2 / 2', { exact: true })).toBeVisible()
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByText('1 / 2', { exact: true })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText('2 / 2', { exact: true })).toBeVisible()
})

test('presets are saved, exported and imported, a character card begins with its greeting, and any parameter is sent', async ({
  openView,
  startEmulator,
}) => {
  const { url, emulator } = await startEmulator()
  const page = await openView('chat', { server: url })
  const preset = page.getByLabel('Preset', { exact: true })
  await page.getByLabel('System prompt').fill('Be brief.')
  await page.getByLabel('Temperature', { exact: true }).fill('0.4')
  await page.getByLabel('Any other parameter').fill('{"reasoning_effort": "low", "mirostat_mode": 2}')
  await expect(page.getByText('mirostat_mode: Leave it out')).toBeVisible()
  await page.getByRole('button', { name: 'Save as…' }).click()
  await page.getByLabel('Name of the preset').fill('Short')
  await page.keyboard.press('Enter')
  await expect(preset).toHaveValue('Short')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('complementary', { name: 'Settings' }).getByRole('button', { name: 'Export', exact: true }).click(),
  ])
  await ask(page, `first ${say('one')}`)
  await waitForEnd(page)
  expect(JSON.parse(findChatCall(emulator)!.body!)).toMatchObject({ temperature: 0.4, reasoning_effort: 'low' })
  await page.getByRole('complementary', { name: 'Settings' }).getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'New conversation' }).click()
  const card = { spec: 'chara_card_v2', data: { name: 'Ada', description: '{{char}} counts.', first_mes: 'Hello!' } }
  const file = { name: 'ada.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(card)) }
  await page.getByLabel('File with a preset or a character card').setInputFiles([file])
  await expect(findAnswers(page)).toContainText('Hello!')
  await expect(page.getByLabel('System prompt')).toHaveValue('Ada counts.')
  await expect(page.getByLabel('Temperature', { exact: true })).toHaveValue('')
  await page.getByLabel('File with a preset or a character card').setInputFiles((await download.path())!)
  await expect(page.getByLabel('Temperature', { exact: true })).toHaveValue('0.4')
  await expect(page.getByLabel('System prompt')).toHaveValue('Be brief.')
  await page.getByText('Not used by ExLlamaV3').click()
  await saveScreenshot(page, 'chat-presets')

  const message = page.getByLabel('Message', { exact: true })
  const library = page.getByRole('dialog', { name: 'Saved prompts' })
  await message.fill('Review this text for typing errors:')
  await page.getByRole('button', { name: 'Prompts' }).click()
  await library.getByLabel('Name').fill('proof read')
  await page.keyboard.press('Enter')
  await expect(library.getByRole('button', { name: /^\/proof-read/ })).toBeVisible()
  await saveScreenshot(page, 'chat-prompts')
  await expectNoAxeViolations(page)
  await library.getByRole('button', { name: 'Close' }).click()
  const settings = page.getByRole('complementary', { name: 'Settings' })
  const [all] = await Promise.all([
    page.waitForEvent('download'),
    settings.getByRole('button', { name: 'Export all' }).click(),
  ])
  await page.getByRole('button', { name: 'Prompts' }).click()
  await library.getByRole('button', { name: 'Delete proof-read' }).click()
  await page.keyboard.press('Escape')
  await page.getByLabel('File with a preset or a character card').setInputFiles((await all.path())!)
  await expect(settings.getByText('2 presets and 1 prompt were imported.')).toBeVisible()
  await page.reload()
  await message.fill('/pro')
  await expect(page.getByRole('option', { name: '/proof-read' })).toBeVisible()
  await expectNoAxeViolations(page)
  await message.press('Enter')
  await expect(message).toHaveValue('Review this text for typing errors:')
  await expect(page.getByRole('article', { name: 'You' })).toHaveCount(0)
  await expect(page.getByRole('listbox', { name: 'Saved prompts' })).toHaveCount(0)
})
