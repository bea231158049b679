import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { expect, onTestFinished, test, vi } from 'vitest'
import { programPath } from './bundle-program.js'
import { controlC, controlD, openTerminal } from './open-terminal.js'
import { serveWorld } from './serve-world.js'

const prompt = '\u001B[32m>\u001B[39m '
const hanging = { method: 'GET', path: '/v1/model', effect: { kind: 'delay', milliseconds: 60_000 } } as const

/** The program with a standard input that stays open. */
function runOpen(words: readonly string[], environment: Record<string, string>) {
  const child = spawn(process.execPath, [programPath, ...words], { env: environment })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { child, ended }
}

test('Ctrl-C ends the wait for a server that does not say what is loaded', async () => {
  const { asAdmin, emulator } = await serveWorld({ loaded: 'demo-8b-exl3', faults: [hanging] })
  for (const words of [
    ['models', 'load', 'demo-vision-8b-exl3'],
    ['start', 'Hello'],
    ['start', '--model', 'demo-vision-8b-exl3', 'Hello'],
  ]) {
    const before = emulator.journal.length
    const { child, ended } = runOpen(words, asAdmin)
    const isAsked = () => emulator.journal.slice(before).some(({ path }) => path === '/v1/model')
    await vi.waitFor(() => expect(isAsked()).toBe(true), 10_000)
    child.kill('SIGINT')
    expect(await ended).toBe(130)
  }
})

test('Ctrl-C ends the wait for the list of models to load', async () => {
  const faults = [{ ...hanging, path: '/v1/models' }]
  const { asAdmin, emulator } = await serveWorld({ faults })
  const { child, ended } = runOpen(['start', 'Hello'], asAdmin)
  await vi.waitFor(() => expect(emulator.journal.some(({ path }) => path === '/v1/models')).toBe(true), 10_000)
  child.kill('SIGINT')
  expect(await ended).toBe(130)
})

test.each(['tokens count', 'chat', 'chat Review: -', 'complete', 'complete --file -', 'embed', 'embed -', 'start'])(
  'Ctrl-C ends `%s` while its standard input stays open',
  async (line) => {
    const { asUser, emulator } = await serveWorld()
    const { child, ended } = runOpen(line.split(' '), asUser)
    // More than a pipe holds: it is written once the program reads.
    await promisify((text: string, done: (error?: Error | null) => void) => child.stdin.write(text, done))(
      'word '.repeat(100_000),
    )
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    expect(emulator.journal).toHaveLength(0)
  },
)

test('Ctrl-C ends the reading of a terminal, without a word', async () => {
  const { asUser } = await serveWorld()
  for (const words of [
    ['complete', '-'],
    ['embed', '--file', '-'],
  ]) {
    // Nothing else shows that the program reads by now.
    const terminal = openTerminal(words, { ...asUser, NODE_DEBUG: 'stream' })
    await terminal.see('do read')
    terminal.type(controlC)
    expect(await terminal.ended).toBe(130)
  }
})

test('a dash in a terminal stands for what is typed up to Ctrl-D, and the chat goes on behind it', async () => {
  const { asUser, emulator } = await serveWorld()
  const terminal = openTerminal(['chat', 'Review:', '-'], asUser)
  await terminal.see('Ctrl-D on an empty line ends it')
  terminal.type('the first line\rthe second line\r')
  await terminal.see('the second line')
  terminal.type(controlD)
  await terminal.see('tokens per second')
  const sent = JSON.stringify(emulator.journal.at(-1)).replaceAll('\\', '')
  expect(sent).toMatch(/Review: n?the first linenthe second line/)
  await terminal.see(prompt)
  terminal.type('and now?\r')
  await terminal.see('You asked: "and now?"')
  await terminal.see(prompt)
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)
})

test('Ctrl-C instead of a text for the dash asks nothing', async () => {
  const { asUser, emulator } = await serveWorld()
  const terminal = openTerminal(['chat', 'Review:', '-'], asUser)
  await terminal.see('Ctrl-D on an empty line ends it')
  terminal.type(`half a text${controlC}`)
  expect(await terminal.ended).toBe(130)
  expect(emulator.journal).toHaveLength(0)
})

test('Ctrl-C within a question of several lines drops all of it', async () => {
  const { asUser, emulator } = await serveWorld()
  const terminal = openTerminal(['chat'], asUser)
  for (const second of ['', 'nor this']) {
    await terminal.see(prompt)
    terminal.type('never to be sent\\\r')
    await terminal.see('. ')
    if (second) {
      terminal.type(second)
      await terminal.see(second)
    }
    terminal.type(controlC)
  }
  await terminal.see(prompt)
  terminal.type('sent instead\r')
  await terminal.see('You said: "sent instead."')
  await terminal.see(prompt)
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)
  expect(JSON.stringify(emulator.journal)).not.toMatch(/never to be sent|nor this/)
})
