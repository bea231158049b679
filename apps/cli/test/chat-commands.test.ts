import { chmod, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { openChat, openHome, prompt, readBodies, toEnvironment } from './open-chat.js'
import { controlC, openTerminal } from './open-terminal.js'
import { runProgram } from './run-program.js'
import { serveWorld } from './serve-world.js'

test('a turn is asked again, removed, changed and continued', async () => {
  const { enter, readLast, greeting, home, terminal } = await openChat()
  expect(greeting).toMatch(/http:\/\/127\.0\.0\.1:\d+ · demo-8b-exl3 · room for 2033 tokens/)
  for (const command of ['/retry', '/undo', '/copy']) await enter(command, 'nothing has been said yet')
  await enter('/continue', 'no reply to continue')
  await enter('[[len:3]] first')
  await enter('/retry')
  expect(readLast()?.messages).toHaveLength(1)
  await enter('[[len:3]] second')
  expect(readLast()?.messages).toHaveLength(3)
  await enter('/undo', 'removed: [[len:3]] second')
  await enter('/continue')
  expect(readLast()).toMatchObject({ add_generation_prompt: false, continue_final_message: true })
  expect(readLast()?.messages).toHaveLength(2)
  // Without an editor of their own, people change the question in the line.
  terminal.type('/edit\r')
  await terminal.see('[[len:3]] first')
  await enter(' changed')
  expect(readLast()?.messages).toEqual([{ role: 'user', content: '[[len:3]] first changed' }])
  // What was said is kept all the while, for its owner alone.
  const [name = ''] = await readdir(join(home, 'tabby', 'chats'))
  const file = join(home, 'tabby', 'chats', name)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    model: 'demo-8b-exl3',
    messages: [{ content: '[[len:3]] first changed' }, { role: 'assistant' }],
  })
})

test('$EDITOR changes the last question, and the terminal belongs to it meanwhile', async () => {
  const home = await openHome()
  const editor = join(home, 'editor.sh')
  await writeFile(editor, '#!/bin/sh\nread typed\nprintf "%s" "[[len:2]] $typed" > "$1"\n')
  await chmod(editor, 0o755)
  const { enter, readLast, terminal } = await openChat([], { EDITOR: editor })
  await enter('[[len:2]] before')
  terminal.type('/edit\r')
  await terminal.see('/edit')
  await new Promise((resolve) => setTimeout(resolve, 300))
  await enter('typed in the editor')
  expect(readLast()?.messages).toEqual([{ role: 'user', content: '[[len:2]] typed in the editor' }])
})

test('/copy writes to the clipboard of the terminal: a reply, or a block of code', async () => {
  const reply = 'Look:\n```js\nlet a\n```\nand\n```\nb\nc\n```'
  const { enter, terminal } = await openChat()
  await enter(`[[say64:${Buffer.from(reply).toString('base64')}]]`)
  const toSequence = (text: string): string => `\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`
  for (const [command, text] of [
    ['/copy', reply],
    ['/copy 1', 'let a'],
    ['/copy 2', 'b\nc'],
  ] as const) {
    await enter(command, `copied ${text.length} characters`)
    expect(terminal.output).toContain(toSequence(text))
  }
  await enter('/copy 3', 'has 2 code blocks')
})

test('/set changes what is sent, says what the server ignores, and becomes a preset', async () => {
  const { enter, readLast, home, environment, world } = await openChat(['--system', 'Be brief.'])
  await enter('/set', 'no parameters are set')
  await enter('/set temperature 0.3', 'temperature  0.3')
  await enter('/set stop ["x"]', 'stop         ["x"]')
  await enter('/set nonsense 1', 'nonsense is not a parameter of TabbyAPI, so the server ignores it')
  await enter('/set nonsense off', 'temperature')
  await enter('/set top_p', '/set needs a value')
  await enter('[[len:2]]')
  expect(readLast()).toMatchObject({ temperature: 0.3, stop: ['x'] })
  expect(readLast()).not.toHaveProperty('nonsense')
  await enter('/preset save brief', 'saved as brief')
  expect((await stat(join(home, 'tabby', 'presets.json'))).mode & 0o777).toBe(0o600)
  const run = await runProgram(['chat', '--preset', 'brief', '--temperature', '0.5', 'Hi'], { environment })
  expect(run.code).toBe(0)
  expect(readBodies(world).at(-1)).toMatchObject({
    temperature: 0.5,
    stop: ['x'],
    messages: [{ content: 'Be brief.' }, {}],
  })
  expect((await runProgram(['presets', 'ls'], { environment })).stdout).toContain('temperature=0.3')
  await enter('/set temperature off', 'stop')
  await enter('/system off', 'no system prompt')
  await enter('/preset brief', 'brief is in use')
  await enter('/system', 'Be brief.')
  expect(await runProgram(['presets', 'rm', 'brief'], { environment })).toMatchObject({ code: 0 })
  expect(await runProgram(['chat', '--preset', 'brief', 'Hi'], { environment })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('there is no preset brief'),
  })
})

test('the limit that counts is shown, a warning comes before it, and /trim off refuses instead of forgetting', async () => {
  const { enter, readLast } = await openChat()
  expect(await enter(`[[len:3]] ${'word '.repeat(1500)}`, /\d+ % of the context/)).toMatch(/[78]\d % of the context/)
  const second = await enter(`[[len:3]] ${'more '.repeat(300)}`, /the oldest turns are left out/)
  expect(second).toMatch(/(?:8|9)\d % of the context/)
  expect(await enter('/tokens', /of 2033 tokens, \d+ %/)).toMatch(/(?:8|9)\d %$/)
  await enter('/trim off', 'no turns are left out')
  await enter(`[[len:3]] ${'third '.repeat(700)}`, 'turn it on with /trim on')
  await enter('/trim on', 'left out when needed')
  await enter(`[[len:3]] ${'third '.repeat(700)}`, /oldest\s+\d\s+messages\s+were\s+left\s+out/)
  expect(JSON.stringify(readLast())).not.toContain('word word')
})

test('a text file goes along with the question, and what is none is refused', async () => {
  const { enter, readLast, home, environment, world } = await openChat()
  const file = join(home, 'my notes.txt')
  await writeFile(file, 'first ``` line\n')
  await writeFile(join(home, 'binary'), Buffer.from([0, 159, 1]))
  await enter(`/file "${file}"`, 'my notes.txt is attached')
  await enter('[[len:2]] what is it?')
  expect(readLast()?.messages[0]?.content).toBe('[[len:2]] what is it?\n\nmy notes.txt:\n````\nfirst ``` line\n````')
  await enter(`/file ${join(home, 'binary')}`, 'is not a text file')
  await enter('[[len:2]] and now?')
  expect(readLast()?.messages.at(-1)?.content).toBe('[[len:2]] and now?')
  await runProgram(['chat', '--file', file, '[[len:2]] this'], { environment })
  expect(readBodies(world).at(-1)?.messages[0]?.content).toContain('[[len:2]] this\n\nmy notes.txt:\n````')
})

test('without a model it says so before the first question, and how to load one, with their names', async () => {
  const world = await serveWorld({})
  const home = await openHome()
  const terminal = openTerminal(['chat'], { ...world.asAdmin, ...toEnvironment(home) })
  const greeting = stripVTControlCharacters(await terminal.see(prompt)).replace(/\s+/g, ' ')
  expect(greeting).toContain('no model is loaded: `/model NAME` loads one')
  expect(greeting).toContain('demo-8b-exl3')
  terminal.type('hello?\r')
  await terminal.see('no model is loaded')
  await terminal.see(prompt)
  terminal.type(`${controlC}`)
  expect(await terminal.ended).toBe(0)
  const piped = await runProgram(['chat', '--json', 'hello?'], { environment: world.asAdmin })
  expect(piped.code).toBe(1)
  expect(JSON.parse(piped.stderr)).toMatchObject({
    error: { code: 'no_model_loaded', message: expect.stringContaining('tabby models load NAME') },
  })
})

test('a server that says nothing does not keep the prompt away', async () => {
  const { greeting } = await openChat(
    [],
    {},
    { faults: [{ path: '/v1/model', effect: { kind: 'delay', milliseconds: 60_000 } }] },
  )
  expect(greeting).toContain('no response yet')
})

test('a reply has Markdown and colours in a terminal, and neither with --plain, NO_COLOR or in a pipe', async () => {
  const reply = `**bold** ${'word '.repeat(30)}\n\`\`\`js\nconst a = 1\n\`\`\`\n- item`
  const words = ['chat', '-p', `[[say64:${Buffer.from(reply).toString('base64')}]]`]
  const world = await serveWorld()
  const show = async (flags: readonly string[], more: Record<string, string> = {}, columns = 40): Promise<string> => {
    const terminal = openTerminal([...words, ...flags], { ...world.asUser, ...more }, { columns })
    const text = await terminal.see('prompt tokens')
    return text.replaceAll('\r\n', '\n')
  }
  const styled = await show([])
  expect(styled).toContain('\u001B[1mbold\u001B[22m word')
  expect(styled).toContain('\u001B[35mconst\u001B[39m')
  expect(styled).toContain('• item')
  for (const line of stripVTControlCharacters(styled).split('\n')) expect(line.length).toBeLessThanOrEqual(40)
  const plain = await show(['--plain'])
  expect(plain).toContain(reply)
  const uncolored = await show([], { NO_COLOR: '1' }, 100)
  expect(uncolored).toContain('**bold** word')
  expect(uncolored).toContain('const a = 1\n```\n- item')
  expect((await runProgram(words, { environment: world.asUser })).stdout).toBe(`${reply}\n`)
})
