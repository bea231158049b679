import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { controlD, openTerminal } from './open-terminal.js'
import { runProgram } from './run-program.js'
import { keys, serveWorld } from './serve-world.js'

const prompt = '\u001B[32m>\u001B[39m '
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

test('through a pipe the answer alone is on standard output', async () => {
  const { asUser } = await serveWorld()
  const run = await runProgram(['chat', '[[len:3]] [[think:4]]'], { environment: asUser })
  expect(run.code).toBe(0)
  expect(run.stdout.trim()).toBe('Lorem ipsum dolor')
  expect(run.stderr).toContain('prompt tokens')
})

test('standard input stands where the dash is, and flags reach the server', async () => {
  const { asUser, emulator } = await serveWorld()
  const words = ['chat', '--system', 'Be brief.', '--temperature', '0', '--set', 'top_k=40', 'Review:', '-']
  await runProgram(words, { environment: asUser, input: 'the change' })
  const sent = JSON.stringify(emulator.journal.at(-1)).replaceAll('\\', '')
  for (const part of ['Be brief.', '"temperature":0', '"top_k":40']) expect(sent).toContain(part)
  expect(sent).toMatch(/Review: n?the change/)
})

test('nothing to ask is a usage error', async () => {
  const { asUser } = await serveWorld()
  expect(await runProgram(['chat'], { environment: asUser })).toMatchObject({ code: 2, stdout: '' })
})

test('images are sent as data, and what is no image is refused before', async () => {
  const { asUser, emulator } = await serveWorld()
  const folder = await openFolder()
  const image = join(folder, 'pixel.png')
  await writeFile(image, Buffer.from(pixel, 'base64'))
  await runProgram(['chat', 'What is it?', '--image', image], { environment: asUser })
  expect(JSON.stringify(emulator.journal.at(-1))).toContain(`data:image/png;base64,${pixel}`)
  const text = await runProgram(['chat', '--image', 'notes.txt', 'What is it?'], { environment: asUser })
  expect(text).toMatchObject({ code: 2, stderr: expect.stringContaining('is not a supported image') })
})

test('an image that the server refuses is dropped, and the next question goes without it', async () => {
  const { asUser, emulator } = await serveWorld()
  emulator.useFaults([{ path: '/v1/chat', times: 1, effect: { kind: 'status', status: 500 } }])
  const image = join(await openFolder(), 'pixel.png')
  await writeFile(image, Buffer.from(pixel, 'base64'))
  const terminal = openTerminal(['chat', '--image', image, 'What is it?'], asUser)
  await terminal.see('failed with 500')
  await terminal.see('the images were removed')
  await terminal.see(prompt)
  terminal.type('[[len:3]] and now?\r')
  await terminal.see('tokens per second')
  expect(emulator.journal.at(-1)?.body).toContain('and now?')
  expect(emulator.journal.at(-1)?.body).not.toContain(pixel)
  await terminal.see(prompt)
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)
})

test('a text is continued piece by piece', async () => {
  const { asUser } = await serveWorld()
  const plain = await runProgram(['complete', '[[len:4]]'], { environment: asUser })
  expect(plain).toMatchObject({ code: 0, stdout: 'Lorem ipsum dolor sit\n', stderr: '' })
  const pieces = await runProgram(['complete', '--json', '[[len:4]]'], { environment: asUser })
  expect(pieces.stdout.trim().split('\n').length).toBeGreaterThan(3)
})

test('a conversation is saved for its owner alone, loaded again, counted and cleared', async () => {
  const { asUser, emulator } = await serveWorld()
  const file = join(await openFolder(), 'talk.json')
  const terminal = openTerminal(['chat', '--system', 'Be brief.'], asUser)
  const enter = async (line: string, seen: string) => {
    await terminal.see(prompt)
    terminal.type(`${line}\r`)
    await terminal.see(seen)
  }
  await enter('remember me', 'tokens per second')
  await enter(`/save ${file}`, 'saved to')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  await enter('/tokens', 'of 2033 tokens')
  await enter('/clear', 'conversation cleared')
  await enter('/system off', 'no system prompt')
  await enter(`/load ${file}`, '2 messages')
  await enter('/system', 'Be brief.')
  await enter('/nonsense', 'unknown command /nonsense')
  await enter('first line\\', '. ')
  terminal.type('second line\r')
  await terminal.see('tokens per second')
  await terminal.see(prompt)
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)
  const sent = JSON.stringify(emulator.journal.at(-1))
  for (const part of ['Be brief.', 'remember me', 'first line', 'second line']) expect(sent).toContain(part)
})

test('a pasted text is one question, however many lines it has', async () => {
  const { asUser, emulator } = await serveWorld()
  const terminal = openTerminal(['chat'], asUser)
  const ask = async (typed: string) => {
    await terminal.see(prompt)
    terminal.type(typed)
    await terminal.see('tokens per second')
    return JSON.stringify(emulator.journal.at(-1)).replaceAll('\\', '')
  }
  expect(await ask('one\rtwo\rthree\r')).toContain('onentwonthree')
  await terminal.see(prompt)
  terminal.type('four\rfive')
  await terminal.see('. ')
  await terminal.see('five')
  terminal.type('\r')
  await terminal.see('tokens per second')
  expect(JSON.stringify(emulator.journal.at(-1)).replaceAll('\\', '')).toContain('fournfive')
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)
})

test('another model is loaded from within a chat, with its bar', async () => {
  const { asAdmin } = await serveWorld()
  const terminal = openTerminal(['chat'], asAdmin)
  await terminal.see(prompt)
  terminal.type('/model demo-vision-8b-exl3\r')
  await terminal.see('█')
  await terminal.see('demo-vision-8b-exl3')
  await terminal.see(prompt)
  terminal.type('/exit\r')
  expect(await terminal.ended).toBe(0)
})

test('a chat is left by the words that people try', async () => {
  const { asUser } = await serveWorld()
  for (const word of ['/exit', '/quit']) {
    const terminal = openTerminal(['chat'], asUser)
    await terminal.see(prompt)
    terminal.type(`${word}\r`)
    expect(await terminal.ended).toBe(0)
  }
})

test('thoughts are dimmed, and folded where that is wanted', async () => {
  const { asUser } = await serveWorld()
  const terminal = openTerminal(['chat', '[[len:2]] [[think:3]]'], asUser)
  expect(await terminal.see('tokens per second')).toContain('\u001B[2m')
  await terminal.see(prompt)
  terminal.type('/reasoning fold\r')
  await terminal.see('folded')
  await terminal.see(prompt)
  terminal.type('[[len:2]] [[think:3]]\r')
  const folded = await terminal.see('tokens per second')
  expect(folded).toContain('reasoning ... (/reasoning shows it afterwards)')
  expect(folded).not.toContain('consectetur')
  await terminal.see(prompt)
  terminal.type('/reasoning\r')
  await terminal.see(prompt)
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)
})

test('a load asks before it throws out another model, and a no leaves everything as it is', async () => {
  const { asAdmin, emulator } = await serveWorld()
  const refused = openTerminal(['models', 'load', 'demo-vision-8b-exl3'], asAdmin)
  await refused.see('instead?')
  refused.type('n')
  expect(await refused.ended).toBe(130)
  expect(emulator.journal.some(({ path }) => path === '/v1/model/load')).toBe(false)
  const agreed = openTerminal(['models', 'load', 'demo-vision-8b-exl3'], asAdmin)
  await agreed.see('instead?')
  agreed.type('y')
  expect(await agreed.ended).toBe(0)
  expect(emulator.journal.some(({ path }) => path === '/v1/model/load')).toBe(true)
})

test('a named server brings its keys along, which lie in a file of their own and are never shown', async () => {
  const { asAdmin, listener } = await serveWorld()
  const environment = { XDG_CONFIG_HOME: await openFolder() }
  const run = (words: string[], more: Record<string, string> = {}) =>
    runProgram(words, { environment: { ...environment, ...more } })
  expect(await run(['servers', 'add', 'home', listener.url], asAdmin)).toMatchObject({ code: 0, stdout: '' })
  expect((await stat(join(environment.XDG_CONFIG_HOME, 'tabby', 'servers.json'))).mode & 0o777).toBe(0o600)
  const list = await run(['servers', 'ls', '--json'])
  expect(JSON.parse(list.stdout)).toEqual([{ name: 'home', url: listener.url, keys: ['API key', 'admin key'] }])
  for (const key of [...keys.api, ...keys.admin]) expect(list.stdout).not.toContain(key)
  // The keys of the environment belong to another server.
  const other = { TABBY_API_KEY: 'other', TABBY_ADMIN_KEY: 'other' }
  expect(await run(['whoami', '--server', 'home'], other)).toMatchObject({ code: 0, stdout: 'admin\n' })
  expect(await run(['whoami', '--server', 'away'])).toMatchObject({ code: 2 })
  expect(await run(['servers', 'rm', 'home'])).toMatchObject({ code: 0 })
  expect(await run(['whoami', '--server', 'home'])).toMatchObject({ code: 2 })
})

test('a conversation that no longer fits is sent without its oldest messages, and says so', async () => {
  const { asUser, emulator } = await serveWorld()
  const file = join(await openFolder(), 'long.json')
  const toTurn = (name: string) => [
    { role: 'user', content: `${name} ${'word '.repeat(2000)}` },
    { role: 'assistant', content: 'I see.' },
  ]
  const messages = [{ role: 'system', content: 'Be brief.' }, ...['oldest', 'second', 'third'].flatMap(toTurn)]
  await writeFile(file, JSON.stringify({ messages }))
  const run = await runProgram(['chat', '--resume', file, 'And now?'], { environment: asUser })
  expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('You asked: "And now?"') })
  expect(run.stderr).toMatch(
    /note {5}the conversation is too long for the model: the oldest \d+ messages were left out/,
  )
  const sent = emulator.journal.filter(({ path }) => path === '/v1/chat/completions').at(-1)?.body
  expect(sent).toContain('Be brief.')
  expect(sent).not.toContain('oldest word')
  // A single message that is too long cannot be shortened.
  const alone = await runProgram(['chat', 'word '.repeat(5000)], { environment: asUser })
  expect(alone).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Shorten the conversation') })
})
