import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { openChat, prompt } from './open-chat.js'
import { controlD, openTerminal } from './open-terminal.js'
import { runProgram } from './run-program.js'

const say = (text: string): string => `[[say64:${Buffer.from(text).toString('base64')}]]`
const toLines = (output: string): string[] => stripVTControlCharacters(output).replaceAll('\r', '').split('\n')

test.each([40, 100])('at %i columns no word is cut: replies, statistics, errors, notes and help', async (columns) => {
  const slowly = { settings: { speed: { tokensPerSecond: 200, prefillMilliseconds: 50 } } }
  const { terminal, world, home, readLast } = await openChat([], {}, slowly, columns)
  const ask = async (line: string, seen: string | RegExp): Promise<string[]> => {
    terminal.type(`${line}\r`)
    await terminal.see('\n')
    const text = await terminal.see(seen)
    await terminal.see(prompt)
    return toLines(text)
  }
  const expectWhole = (lines: readonly string[]): void => {
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns)
  }
  // The letters arrive one by one.
  const words = `${'several words '.repeat(12)}本語の文章はどこでも折り返す 👩‍🚀 e\u0301toile`
  const reply = await ask(`[[chunk:1]] ${say(words)}`, /tokens\s+per\s+second[^\n]*\n/)
  expectWhole(reply)
  const text = reply.join(' ').replace(/\s+/g, ' ')
  expect(text).toContain('several words '.repeat(12))
  expect(text).toMatch(
    /\d+ prompt tokens · \d+ completion tokens · first token after \d\.\d+ s · [\d.]+ tokens per second/,
  )
  expect(text).toContain('👩‍🚀 e\u0301toile')
  // A word that is wider than the terminal is all there.
  expect((await ask(say('a'.repeat(150)), /tokens\s+per/)).join('')).toContain('a'.repeat(150))
  // When a server dies in the middle of a reply, the text so far stays, and the error wraps between words.
  world.emulator.useFaults([{ path: '/v1/chat', times: 1, effect: { kind: 'cut', afterEvents: 4 } }])
  const broken = await ask('[[len:50]]', 'try again when the server is back.')
  expect(broken.join('\n')).toContain('Lorem ipsum')
  expectWhole(broken)
  const help = await ask('/help', 'or leave')
  expectWhole(help)
  const titles = ['Conversation', 'Context', 'Model and parameters', 'Files', 'Display', 'Chat', 'Keys']
  expect(help.filter((line) => /^[A-Z]/.test(line))).toEqual(titles)
  // The statistics go away for good, and why a reply ended stays.
  await ask('/stats off', 'statistics are hidden')
  expect(await readFile(join(home, 'tabby', 'settings.json'), 'utf8')).toBe('{\n  "stats": false\n}\n')
  await ask('/set max_tokens 3', 'max_tokens')
  expect((await ask('[[len:50]]', 'token limit')).join(' ')).not.toContain('prompt tokens')
  // Quotes hold several lines, with line ends of their own.
  for (const line of ['"""first', '', '  third\\']) {
    terminal.type(`${line}\r`)
    await terminal.see('. ')
  }
  await ask('[[len:2]] last"""', 'Lorem ipsum')
  expect(readLast()?.messages.at(-1)?.content).toBe('first\n\n  third\\\n[[len:2]] last')
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)
  // The prompt of the shell begins a line of its own.
  expect(terminal.output.endsWith('\u001B[?2004l\r\n')).toBe(true)
})

test(
  'what was chosen for the statistics counts in each chat, and a broken file is told and left alone',
  { timeout: 60_000 },
  async () => {
    const { environment, home, terminal, enter } = await openChat()
    const file = join(home, 'tabby', 'settings.json')
    expect(await enter('/stats', 'are shown')).toBeDefined()
    await enter('/stats maybe', '/stats takes on, off, or nothing')
    await enter('/stats off', 'are hidden')
    await writeFile(file, '{ "stats": false, "later": 1 }')
    const start = openTerminal(['start', '[[len:2]]'], environment)
    const [piped, shown] = await Promise.all([
      runProgram(['chat', '[[len:2]]'], { environment }),
      start.see(/Lorem ipsum.*\p{Cc}\[32m>/su),
    ])
    expect(piped.stderr).toBe('')
    expect(shown).not.toContain('prompt tokens')
    start.type(controlD)
    await enter('/stats on', 'are shown')
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ stats: true, later: 1 })
    expect((await runProgram(['chat', '[[len:2]]'], { environment })).stderr).toContain('prompt tokens')
    await writeFile(file, '[1]')
    await enter('/stats off', 'settings.json cannot be read as settings: correct the file, or move it away')
    // It counts in this chat all the same.
    await enter('/stats', 'are hidden')
    expect(await runProgram(['chat', 'Hi'], { environment })).toMatchObject({ code: 2 })
    expect(await readFile(file, 'utf8')).toBe('[1]')
    terminal.type(controlD)
    expect(await terminal.ended).toBe(0)
  },
)
