// What a day with the chat needs, whatever the width.
import { createDemoWorld } from '@tabby/emulator'
import { ask, findAnswers, say, waitForEnd } from './chat-page.js'
import { findChatCall } from './find-chat-call.js'
import { expect, test } from './playground.js'

const slow = 'A long story [[len:1500]] [[delay:0.03]]'

test('going to a heading scrolls the messages and nothing else, typing goes into the message, and a draft is kept', async ({
  openView,
  startEmulator,
}) => {
  const { url } = await startEmulator()
  const page = await openView('chat', { server: url })
  const message = page.getByLabel('Message', { exact: true })
  await expect(message).toBeFocused()
  await ask(page, say(`${'A line\n\n'.repeat(60)}The end`))
  await waitForEnd(page)
  await ask(page, `again ${say('once more')}`)
  await expect(findAnswers(page).last()).toContainText('once more')
  const sizes = await page.evaluate(() => {
    document.querySelectorAll('.thread h2')[3]!.scrollIntoView()
    const { scrollHeight, clientHeight, scrollTop } = document.querySelector('.main-chat')!
    return { needed: scrollHeight, given: clientHeight, scrollTop }
  })
  expect(sizes).toEqual({ needed: sizes.given, given: sizes.given, scrollTop: 0 })

  // Enter that confirms a word of an input method sends nothing; Safari reports it with the code 229 and no flag.
  await message.fill('にほん')
  await message.evaluate((element) => {
    for (const composing of [{ isComposing: true }, { keyCode: 229 }]) {
      element.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...composing }),
      )
    }
  })
  await expect(message).toHaveValue('にほん')
  await message.fill('')
  await page.getByRole('log', { name: 'Messages' }).focus()
  await page.keyboard.type('half a question')
  await expect(message).toHaveValue('half a question')
  await page.getByRole('button', { name: 'New conversation' }).click()
  await expect(message).toBeFocused()
  await expect(message).toHaveValue('')
  await message.fill('another one')
  await page.reload()
  await expect(message).toHaveValue('another one')
  const list = page.getByRole('complementary', { name: 'Conversations' })
  await list.getByRole('button', { name: /^\[\[say64/ }).click()
  await expect(message).toHaveValue('half a question')
  await expect(list.getByRole('region', { name: 'Today' }).getByRole('listitem')).toHaveCount(1)
})

test('several conversations write at once, the list marks them, and one that waits for a yes is led to', async ({
  openView,
  startEmulator,
}) => {
  const { url } = await startEmulator()
  const page = await openView('chat', { server: url })
  const list = page.getByRole('complementary', { name: 'Conversations' })
  await ask(page, slow)
  await expect(list.getByRole('img', { name: 'a reply is being written' })).toHaveCount(1)
  await page.getByRole('button', { name: 'New conversation' }).click()
  await page.getByLabel('Date and time').check()
  await ask(page, 'What time is it?')
  await expect(page.getByRole('button', { name: 'Allow', exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'New conversation' }).click()
  await page.getByLabel('Date and time').uncheck()
  await ask(page, `third ${say('third')}`)
  await expect(findAnswers(page)).toContainText('third')
  await expect(list.getByRole('img', { name: 'a reply is being written' })).toHaveCount(1)
  await expect(list.getByRole('img', { name: 'a tool call waits for approval' })).toHaveCount(1)
  await page.getByRole('button', { name: 'A tool call waits' }).click()
  await page.getByRole('button', { name: 'Deny' }).click()
  await waitForEnd(page)
  await list.getByRole('button', { name: 'A long story', exact: false }).first().click()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(findAnswers(page)).toContainText('You stopped this reply.')
  await expect(list.getByRole('img')).toHaveCount(0)
})

test('without a model one is chosen in the chat, and the state of the server stays true', async ({
  openView,
  startEmulator,
}) => {
  const world = createDemoWorld()
  delete world.loaded
  const server = await startEmulator({ world, settings: { speed: { moduleMilliseconds: 60 } } })
  const page = await openView('chat', { server: server.url })
  const picker = page.getByRole('button', { name: 'No model is loaded: choose one' })
  await expect(page.getByText('Choose one at the top of the chat.')).toBeVisible()
  await picker.click()
  const dialog = page.getByRole('dialog', { name: 'Choose a model' })
  await dialog.getByRole('button', { name: 'Load demo-8b-exl3' }).click()
  await expect(dialog.getByRole('progressbar')).toBeVisible()
  await expect(dialog.getByRole('button', { name: /^Load demo-70b/ })).toHaveAttribute('aria-disabled', 'true')
  await expect(dialog.getByText('loaded', { exact: true })).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('button', { name: 'demo-8b-exl3', exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Models' }).click()
  const notice = page.getByText('demo-8b-exl3 is loaded', { exact: true })
  await expect(notice).toBeVisible()
  await page.getByRole('button', { name: 'Unload…' }).click()
  await page.getByRole('button', { name: 'Unload', exact: true }).click()
  await expect(page.getByText('No model is loaded, or one is still loading.')).toBeVisible()
  await expect(notice).toBeHidden()
  await page.getByRole('link', { name: 'Chat' }).click()
  await server.close()
  await ask(page, 'Hello')
  await expect(findAnswers(page).getByRole('alert')).toContainText('Cannot reach the server')
  await expect(page.getByRole('banner')).toContainText('Cannot reach the server')
})

test('the meter shows what really fits, and the oldest turns are left out or nothing is sent', async ({
  openView,
  startEmulator,
}) => {
  const { url } = await startEmulator()
  const page = await openView('chat', { server: url })
  await ask(page, `first ${say('word '.repeat(1200))}`)
  await waitForEnd(page)
  await ask(page, `second ${say('word '.repeat(900))}`)
  await waitForEnd(page)
  await expect(page.getByText(/\d+ \/ 2,033 tokens/)).toBeVisible()
  await ask(page, `third ${say('here')}`)
  await waitForEnd(page)
  await expect(findAnswers(page).last()).toContainText('The oldest 2 messages were left out')
  await expect(findAnswers(page).last()).toContainText('here')
  await page.getByLabel('Leave out the oldest messages').uncheck()
  await page.getByLabel('Message', { exact: true }).fill('fourth')
  await expect(page.getByText('Cannot send: the conversation is too long for the context.')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(findAnswers(page)).toHaveCount(3)
  await page.getByLabel('Leave out the oldest messages').check()
  await page.getByLabel('Temperature', { exact: true }).fill('99')
  await expect(page.getByText('Cannot send: temperature in the settings is not valid.')).toBeVisible()
})

test('servers are remembered with a name, keys only if asked, and a new tab begins where the last one was', async ({
  openView,
  startEmulator,
  context,
}) => {
  const keys = { api: ['the-api-key'], admin: [] }
  const { url } = await startEmulator({ keys })
  const page = await openView('connection')
  await page.getByLabel('A TabbyAPI server').check()
  await page.getByLabel('Address').fill(url.replace('http://', ''))
  await page.getByLabel('Name', { exact: true }).fill('The big one')
  await page.getByLabel('API key', { exact: true }).fill('the-api-key')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.getByText('Connected to TabbyAPI')).toBeVisible()
  const kept = () => page.evaluate(() => localStorage.getItem('tabby-servers'))
  expect(await kept()).not.toContain('the-api-key')
  const second = await context.newPage()
  await second.goto(`${process.env.PLAYGROUND_URL}#/connection`)
  const servers = second.getByRole('region', { name: 'Servers' })
  await expect(servers.getByRole('listitem')).toContainText('The big one')
  await expect(second.getByRole('alert')).toContainText('Enter it below')
  await second.getByLabel('API key', { exact: true }).fill('the-api-key')
  await second.getByLabel('Remember the keys in this browser').check()
  await second.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(second.getByText('Connected to TabbyAPI')).toBeVisible()
  expect(await kept()).toContain('the-api-key')
  await servers.getByRole('button', { name: 'Forget The big one' }).click()
  expect(await kept()).toBe('[]')
  await second.getByLabel('Address').fill('https://127.0.0.1:9')
  await second.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(second.getByRole('button', { name: 'Try http://127.0.0.1:9' })).toBeVisible()
  await second.close()
})

test('text files go with a message, a search leads to its place, and one conversation is saved and imported', async ({
  openView,
  startEmulator,
}) => {
  const { url, emulator } = await startEmulator()
  const page = await openView('chat', { server: url })
  const list = page.getByRole('complementary', { name: 'Conversations' })
  const file = { name: 'notes.md', mimeType: 'text/markdown', buffer: Buffer.from('Buy **milk**') }
  await page.getByLabel('Choose files').setInputFiles([file])
  await expect(page.getByRole('list', { name: 'Files to send' })).toContainText('notes.md')
  await ask(page, `What is in it? ${say(`${'line\n\n'.repeat(60)}needle`)}`)
  await waitForEnd(page)
  expect(findChatCall(emulator)!.body).toContain('notes.md\\n```\\nBuy **milk**\\n```\\n\\nWhat is in it?')
  await page.getByText('notes.md').click()
  await expect(page.getByRole('region', { name: 'notes.md' })).toContainText('milk')
  await list.getByRole('button', { name: 'More actions' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save this one as messages' }).click(),
  ])
  await page.getByLabel('File with conversations').setInputFiles((await download.path())!)
  await expect(list.getByText('1 imported.')).toBeVisible()
  await expect(list.getByRole('listitem')).toHaveCount(2)
  await page.keyboard.press('Control+Shift+O')
  await expect(findAnswers(page)).toHaveCount(0)
  await page.keyboard.press('Control+k')
  await expect(list.getByLabel('Search conversations')).toBeFocused()
  await page.keyboard.type('milk')
  await list
    .getByRole('button', { name: /^What is in it/ })
    .first()
    .click()
  await expect(page.locator('.turn-found')).toBeInViewport()
  await page.getByRole('log', { name: 'Messages' }).focus()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Ctrl+K')
  await page.keyboard.press('Escape')
  await list.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('button', { name: 'Delete all data…' }).click()
  await page.getByRole('button', { name: 'Delete everything' }).click()
  await expect(list.getByText('Conversations are saved in this browser only.')).toBeVisible()
  expect(await page.evaluate(() => localStorage.getItem('tabby-presets'))).toBeNull()
})
