import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { controlC, controlD, openTerminal } from './open-terminal.js'
import { serveWorld } from './serve-world.js'

const prompt = '\u001B[32m>\u001B[39m '
const arrowUp = '\u001B[A'
const arrowDown = '\u001B[B'
const controlR = '\u0012'
const paste = (text: string): string => `\u001B[200~${text}\u001B[201~`

async function open(columns?: number) {
  const home = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(home, { recursive: true }))
  const { asUser, emulator } = await serveWorld()
  const environment = { ...asUser, HOME: home, XDG_DATA_HOME: home, TABBY_HISTORY: 'on' }
  const terminal = openTerminal(['chat'], environment, { columns })
  await terminal.see(prompt)
  const readLast = (): string => {
    const bodies = emulator.journal.filter(({ path }) => path === '/v1/chat/completions')
    const { messages } = JSON.parse(bodies.at(-1)?.body ?? '{}') as { messages: { content: string }[] }
    return messages.at(-1)?.content ?? ''
  }
  const count = (): number => emulator.journal.filter(({ path }) => path === '/v1/chat/completions').length
  const send = async (keys: string): Promise<void> => {
    terminal.type(keys)
    await terminal.see('tokens per second')
    await terminal.see(prompt)
  }
  return { terminal, environment, home, send, readLast, count }
}

test('a pasted text is one question, however slowly its lines arrive, and is changed before it is sent', async () => {
  const { terminal, send, readLast, count } = await open()
  const lines = Array.from({ length: 200 }, (_, index) => `line ${index + 1}`)
  // In parts, as a slow connection or tmux passes it on, with its own kind of line ends.
  const whole = paste(lines.join('\r'))
  for (let place = 0; place < whole.length; place += 700) {
    terminal.type(whole.slice(place, place + 700))
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  await terminal.see('[text 1: 200 lines]')
  await send(' and a question\r')
  expect(readLast()).toBe(`${lines.join('\n')} and a question`)
  expect(count()).toBe(1)
  // A short one can be seen and changed.
  terminal.type(`${paste('two\nlines')}!`)
  await terminal.see('lines')
  await send('\r')
  expect(readLast()).toBe('two\nlines!')
  // Whole questions come back, and what is not seen never reaches the terminal.
  terminal.type(arrowUp)
  await terminal.see('two')
  await send(' again\r')
  expect(readLast()).toBe('two\nlines! again')
  await send(`${paste('a\u001B]52;c;aGk=\u0007b\u202Ec')}\r`)
  expect(readLast()).toBe('a]52;c;aGk=bc')
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)
  expect(terminal.output).toContain('\u001B[?2004h')
  expect(terminal.output.lastIndexOf('\u001B[?2004l')).toBeGreaterThan(terminal.output.lastIndexOf('\u001B[?2004h'))
})

test('questions come back in another chat, by arrows and by search, and lie in a file for their owner', async () => {
  const first = await open()
  await first.send('[[len:2]] the weather in Oslo\r')
  await first.send('[[len:2]] the height of\u001B\rthe mountain\r')
  expect(first.readLast()).toBe('[[len:2]] the height of\nthe mountain')
  first.terminal.type(controlD)
  await first.terminal.ended
  const file = join(first.home, 'tabby', 'history.jsonl')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const terminal = openTerminal(['chat'], first.environment)
  await terminal.see(prompt)
  terminal.type(arrowUp)
  await terminal.see('the mountain')
  terminal.type(arrowUp)
  await terminal.see('in Oslo')
  terminal.type(arrowDown)
  await terminal.see('the mountain')
  terminal.type(controlC)
  terminal.type(controlR)
  await terminal.see('(search)')
  terminal.type('weath')
  await terminal.see('in Oslo')
  terminal.type('xx')
  await terminal.see('(not found)')
  terminal.type('\u007F\u007F')
  await terminal.see('in Oslo')
  terminal.type('\r')
  await terminal.see('tokens per second')
  expect(first.readLast()).toBe('[[len:2]] the weather in Oslo')
  await terminal.see(prompt)
  terminal.type('never sent')
  await terminal.see('never sent')
  terminal.type(`${controlR}height${controlC}`)
  await terminal.see(`${prompt}never sent`)
  terminal.type(`${controlC}${controlD}`)
  expect(await terminal.ended).toBe(0)
})

test.each([
  [['--private'], { TABBY_HISTORY: 'on' }],
  [[], { TABBY_HISTORY: 'off' }],
])('with %j and %j nothing is remembered', async (words, more) => {
  const home = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(home, { recursive: true }))
  const { asUser } = await serveWorld()
  const terminal = openTerminal(['chat', ...words, '[[len:2]]'], { ...asUser, XDG_DATA_HOME: home, ...more })
  await terminal.see(prompt)
  await terminal.see(prompt)
  terminal.type('/system x\r')
  await terminal.see(prompt)
  terminal.type(arrowUp)
  await terminal.see('/system x')
  terminal.type(`${controlC}${controlD}`)
  expect(await terminal.ended).toBe(0)
  await expect(stat(join(home, 'tabby'))).rejects.toMatchObject({ code: 'ENOENT' })
})

test('Tab completes commands, files, names of models and parameters, at 40 columns too', async () => {
  const { terminal, home } = await open(40)
  await writeFile(join(home, 'a note.txt'), 'what the note says')
  terminal.type('/sy\t')
  await terminal.see('/system ')
  terminal.type(controlC)
  terminal.type(`/file ${home}/a\t`)
  await terminal.see('note.txt')
  terminal.type('\r')
  await terminal.see('attached')
  await terminal.see(prompt)
  terminal.type('/model demo-8\t')
  await terminal.see('b-exl3')
  terminal.type(controlC)
  terminal.type('/set repetition_p\t')
  await terminal.see('repetition_penalty')
  terminal.type(controlC)
  terminal.type('/trim o\t')
  await terminal.see('/trim o')
  terminal.type('\t')
  await terminal.see(/off\s+on|on\s+off/)
  terminal.type(controlC)
  terminal.type('/help\r')
  const help = stripVTControlCharacters(await terminal.see('leave, like Ctrl-D')).split('\r\n')
  expect(help.slice(2).every((line) => line.length <= 40)).toBe(true)
  await terminal.see(prompt)
  // A tab within a question is no command.
  terminal.type('[[len:2]] so\t\r')
  await terminal.see('tokens per second')
  expect(await readFile(join(home, 'tabby', 'history.jsonl'), 'utf8')).toContain('so')
})

test('a dumb terminal gets no escape sequences, and reads lines', async () => {
  const { asUser } = await serveWorld()
  const terminal = openTerminal(['chat', '--private'], { ...asUser, TERM: 'dumb' })
  await terminal.see('> ')
  terminal.type('[[len:3]] hello\r')
  await terminal.see('tokens per second')
  await terminal.see('> ')
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)
  expect(terminal.output).not.toContain('\u001B')
  expect(terminal.output.endsWith('> \r\n')).toBe(true)
})
