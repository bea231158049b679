import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { controlC, controlD, openTerminal } from './open-terminal.js'
import { serveWorld } from './serve-world.js'

const loaded = { loaded: 'demo-8b-exl3' }
const slowly = { ...loaded, settings: { speed: { tokensPerSecond: 40 } } }
const prompt = '\u001B[32m>\u001B[39m '

test('in a terminal it goes on as a chat that remembers what was said, until Ctrl-D', async () => {
  const { asUser, emulator } = await serveWorld(loaded)
  const terminal = openTerminal(['start', 'first question'], asUser)
  await terminal.see('You said: "first question."')
  await terminal.see('tokens per second')
  await terminal.see(prompt)
  terminal.type('second question\r')
  await terminal.see('second question\r')
  await terminal.see('You said: "second question."')
  await terminal.see(prompt)
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)
  const last = JSON.stringify(emulator.journal.at(-1))
  expect(last).toContain('first question')
  expect(last).toContain('I have read it from beginning to end')
})

test('Ctrl-C stops the answer and keeps what was said, and Ctrl-C at the prompt ends the program', async () => {
  const { asUser, emulator } = await serveWorld(slowly)
  const terminal = openTerminal(['start'], asUser)
  await terminal.see(prompt)
  terminal.type('[[len:2000]]\r')
  await terminal.see('Lorem ipsum')
  terminal.type(controlC)
  await terminal.see('stopped')
  await terminal.see(prompt)
  terminal.type('[[len:3]] after that\r')
  await terminal.see('tokens per second')
  await terminal.see(prompt)
  terminal.type(controlC)
  expect(await terminal.ended).toBe(0)
  expect(JSON.stringify(emulator.journal.at(-1))).toContain('Lorem ipsum')
})

test('Ctrl-C at a line that is being written drops the line first', async () => {
  const { asUser, emulator } = await serveWorld(loaded)
  const terminal = openTerminal(['start'], asUser)
  await terminal.see(prompt)
  terminal.type('never to be sent')
  await terminal.see('never to be sent')
  terminal.type(controlC)
  terminal.type('sent instead\r')
  await terminal.see('You said: "sent instead."')
  await terminal.see(prompt)
  terminal.type(controlC)
  expect(await terminal.ended).toBe(0)
  expect(JSON.stringify(emulator.journal)).not.toContain('never to be sent')
})

test('what is typed during an answer stays out of it and is asked next', async () => {
  const { asUser } = await serveWorld(slowly)
  const terminal = openTerminal(['start', '[[len:30]]'], asUser)
  await terminal.see('Lorem ipsum')
  terminal.type('typed ahead\r')
  const answer = await terminal.see('tokens per second')
  expect(answer).not.toContain('typed ahead')
  await terminal.see(`${prompt}typed ahead`)
  await terminal.see('You said: "typed ahead."')
  await terminal.see(prompt)
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)
})

test('a load is a bar that fills, in a terminal that becomes narrow meanwhile', async () => {
  const { asAdmin } = await serveWorld({ settings: { speed: { moduleMilliseconds: 120 } } })
  const terminal = openTerminal(['start'], asAdmin)
  await terminal.see(/model █*░+ \d+ %/)
  terminal.resize(30, 24)
  await terminal.see('context of 4096 tokens')
  await terminal.see(prompt)
  terminal.resize(120, 40)
  terminal.type('still here?\r')
  await terminal.see('You asked: "still here?"')
  await terminal.see(prompt)
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)
})

test('a server that dies in mid-answer is one line, and the chat goes on', async () => {
  const { asUser, emulator } = await serveWorld(slowly)
  emulator.useFaults([{ path: '/v1/chat', times: 1, effect: { kind: 'cut', afterEvents: 4 } }])
  const terminal = openTerminal(['start', '[[len:50]]'], asUser)
  const broken = await terminal.see('the stream ended before the completion')
  expect(stripVTControlCharacters(broken)).toContain('Lorem ipsum')
  await terminal.see(prompt)
  terminal.type('and now?\r')
  await terminal.see('You asked: "and now?"')
  await terminal.see(prompt)
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)
})

test('control characters of a model never reach the terminal', async () => {
  const { asUser } = await serveWorld(loaded)
  const hostile = Buffer.from('a\u001B]52;c;aGk=\u0007b\u009B2Jc').toString('base64')
  const terminal = openTerminal(['start', `[[say64:${hostile}]]`], asUser)
  const answer = await terminal.see('tokens per second')
  expect(answer).toContain('a]52;c;aGk=b2Jc')
})

test('labels are bold and figures dim in a terminal', async () => {
  const { asUser } = await serveWorld(loaded)
  const terminal = openTerminal(['start', 'Hello'], asUser)
  const text = await terminal.see('tokens per second')
  expect(text).toContain('\u001B[1mserver')
  expect(text).toMatch(/\d+ prompt tokens/)
})

test('NO_COLOR takes the colours away', async () => {
  const { asUser } = await serveWorld(loaded)
  const terminal = openTerminal(['start', 'Hello'], { ...asUser, NO_COLOR: '1' })
  const text = await terminal.see('tokens per second')
  for (const code of ['\u001B[1m', '\u001B[2m', '\u001B[32m']) expect(text).not.toContain(code)
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)
})

test('Ctrl-C during a load ends the program with 130', async () => {
  const { asAdmin } = await serveWorld({ settings: { speed: { moduleMilliseconds: 500 } } })
  const terminal = openTerminal(['start'], asAdmin)
  await terminal.see('modules')
  terminal.type(controlC)
  expect(await terminal.ended).toBe(130)
})
