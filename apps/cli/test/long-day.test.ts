import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { programPath } from './bundle-program.js'
import { controlC, controlD, openTerminal, unwrap } from './open-terminal.js'
import { serveWorld } from './serve-world.js'

const prompt = '\u001B[32m>\u001B[39m '
const slowly = { loaded: 'demo-8b-exl3', settings: { speed: { tokensPerSecond: 40 } } }
const arrowUp = '\u001B[A'

test('a server that is killed in mid-answer is one line, and the next question says what is wrong', async () => {
  const server = spawn(process.execPath, [programPath, 'emulator', '--port', '0', '--json'])
  onTestFinished(() => void server.kill('SIGKILL'))
  const [line] = (await once(server.stdout, 'data')) as [Buffer]
  const { url } = JSON.parse(line.toString()) as { url: string }
  const terminal = openTerminal(['chat', '[[len:2000]]'], { TABBY_BASE_URL: url })
  await terminal.see('Lorem ipsum dolor sit')
  server.kill('SIGKILL')
  await terminal.see(/\p{Cc}\[31m[^\n]+\n/u)
  await terminal.see(prompt)
  terminal.type('still there?\r')
  expect(unwrap(await terminal.see(prompt))).toContain('Check that TabbyAPI is running')
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)
})

test('Ctrl-C twice stops the answer and leaves', async () => {
  const { asUser } = await serveWorld(slowly)
  const terminal = openTerminal(['chat', '[[len:2000]]'], asUser)
  await terminal.see('Lorem ipsum')
  terminal.type(controlC)
  await terminal.see('stopped')
  await terminal.see(prompt)
  terminal.type(controlC)
  expect(await terminal.ended).toBe(0)
})

test('arrow keys bring back what was asked before', async () => {
  const { asUser, emulator } = await serveWorld()
  const terminal = openTerminal(['chat'], asUser)
  for (const question of ['the first', 'the second']) {
    await terminal.see(prompt)
    terminal.type(`${question}\r`)
    await terminal.see('tokens per second')
  }
  await terminal.see(prompt)
  terminal.type(arrowUp)
  await terminal.see('the second')
  terminal.type(arrowUp)
  await terminal.see('the first')
  terminal.type(' again\r')
  await terminal.see('tokens per second')
  expect(JSON.stringify(emulator.journal.at(-1))).toContain('the first again')
})

test('a terminal that changes its size in mid-answer and in mid-line loses nothing', async () => {
  const { asUser, emulator } = await serveWorld(slowly)
  const terminal = openTerminal(['chat', '[[len:30]]'], asUser)
  await terminal.see('Lorem ipsum')
  terminal.resize(30, 10)
  await terminal.see('tokens per second')
  await terminal.see(prompt)
  terminal.type('a line that is longer than the terminal is wide')
  await terminal.see('wide')
  terminal.resize(100, 40)
  await terminal.see('a line that is longer than the terminal is wide')
  terminal.type(', whole\r')
  await terminal.see('tokens per second')
  expect(JSON.stringify(emulator.journal.at(-1))).toContain('longer than the terminal is wide, whole')
})

test('files of a chat are named as in a shell: by the home folder, quotes and backslashes', async () => {
  const { asUser } = await serveWorld()
  const home = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(home, { recursive: true }))
  const terminal = openTerminal(['chat', '[[len:2]]'], { ...asUser, HOME: home })
  const run = async (line: string, answer: string) => {
    await terminal.see(prompt)
    terminal.type(`${line}\r`)
    await terminal.see(answer)
  }
  await run('/save ~/a b.json', `saved to ${home}/a b.json`)
  await run(`/load "${home}/a b.json"`, '2 messages')
  await run(`/load ${home}/a\\ b.json`, '2 messages')
  for (const command of ['/save', '/load', '/image']) await run(command, `${command} needs the name of a file`)
  expect(await readFile(join(home, 'a b.json'), 'utf8')).toContain('Lorem ipsum')
})

test('who stops to watch a load is told that the server goes on with it', async () => {
  const { asAdmin } = await serveWorld({ settings: { speed: { moduleMilliseconds: 200 } } })
  const load = openTerminal(['models', 'load', 'demo-8b-exl3'], asAdmin)
  await load.see(/[1-7]\/8 modules/)
  load.type(controlC)
  await load.see('the server continues to load demo-8b-exl3')
  expect(await load.ended).toBe(130)
  const terminal = openTerminal(['chat'], asAdmin)
  await terminal.see(prompt)
  terminal.type('/model demo-vision-8b-exl3\r')
  await terminal.see(/[1-7]\/8 modules/)
  terminal.type(controlC)
  await terminal.see('the server continues to load demo-vision-8b-exl3')
  await terminal.see('stopped')
  await terminal.see(prompt)
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)
})

test('NO_COLOR holds for a question too', async () => {
  const { asAdmin } = await serveWorld()
  const load = openTerminal(['models', 'load', 'demo-vision-8b-exl3'], { ...asAdmin, NO_COLOR: '1' })
  await load.see('instead?')
  load.type('n')
  expect(await load.ended).toBe(130)
  expect(load.output).not.toMatch(/\p{Cc}\[[\d;]*m/u)
})

test('a load and many texts have bars with the time left, of one look', async () => {
  const { asAdmin } = await serveWorld({ settings: { speed: { moduleMilliseconds: 100 } } })
  const load = openTerminal(['models', 'load', 'demo-vision-8b-exl3', '--vision'], asAdmin)
  await load.see(/vision ░+ 0 % · 0\/4 modules · \?s left/)
  await load.see(/vision █+░+ \d+ % · \d\/4 modules · \d+s left/)
  await load.see(/model █+░+ \d+ % · \d\/8 modules · \d+s left/)
  expect(await load.ended).toBe(0)
  const embedding = openTerminal(['models', 'load', '--embedding', 'demo-embedding-small'], asAdmin)
  expect(await embedding.ended).toBe(0)
  const embed = openTerminal(['embed', '--csv', '--batch', '1', 'one', 'two', 'three'], asAdmin)
  await embed.see(/embedding █+ 100 % · 3\/3 texts · 0s left/)
  expect(await embed.ended).toBe(0)
  const rows = stripVTControlCharacters(embed.output).match(/^-?\d\.\d+(e-\d+)?,.*$/gm)
  expect(rows).toHaveLength(3)
})
