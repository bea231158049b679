import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openChat, openHome, readBodies, toEnvironment } from './open-chat.js'
import { controlD, openTerminal } from './open-terminal.js'
import { runProgram } from './run-program.js'
import { serveWorld } from './serve-world.js'

test('conversations are kept: listed, shown, continued under their name, removed', async () => {
  const { enter, environment, terminal, world } = await openChat()
  await enter('[[len:2]] about Oslo')
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)
  const run = (...words: string[]) => runProgram(words, { environment })
  const list = await run('chats', 'ls')
  expect(list.stdout).toMatch(/^[a-z\d]{5} {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}demo-8b-exl3 {2}\[\[len:2\]\] about Oslo\n$/)
  const id = list.stdout.slice(0, 5)
  expect((await run('chats', 'show', id.slice(0, 3))).stdout).toBe('> [[len:2]] about Oslo\n\nLorem ipsum\n\n')
  const again = openTerminal(['chat', '-c', '[[len:2]] and Bergen'], environment)
  await again.see(/2 messages from\s+before/)
  await again.see('tokens per second')
  again.type(controlD)
  await again.ended
  expect(readBodies(world).at(-1)?.messages).toHaveLength(3)
  // In a pipe too, where only what is continued is kept.
  await run('chat', '--resume', id, '[[len:2]] third')
  await run('chat', '[[len:2]] not kept')
  const kept = JSON.parse((await run('chats', 'ls', '--json')).stdout) as { id: string; turns: number }[]
  expect(kept).toMatchObject([{ id, turns: 6 }])
  expect(await run('chats', 'rm', 'nope')).toMatchObject({ code: 2, stderr: expect.stringContaining('chats ls') })
  expect(await run('chats', 'rm', id)).toMatchObject({ code: 0 })
  expect(await run('chat', '-c', 'Hi')).toMatchObject({ code: 2, stderr: expect.stringContaining('no conversation') })
})

test('what lies beside the conversations or is damaged hides none of them, and is named if it is asked for', async () => {
  const home = await openHome()
  const environment = { XDG_DATA_HOME: home }
  const folder = join(home, 'tabby', 'chats')
  await mkdir(join(folder, 'dir.json'), { recursive: true })
  await writeFile(join(folder, 'whole.json'), '{"messages":[{"role":"user","content":"hello"}],"updated":5}')
  await writeFile(join(folder, 'cut.json'), '{"messages":[{"ro')
  await writeFile(join(folder, 'notes.txt'), 'x')
  const run = (...words: string[]) => runProgram(['chats', ...words], { environment })
  expect(await run('ls')).toEqual({
    code: 0,
    stdout: 'whole      hello\n',
    stderr: 'tabby: warning: cut and dir are damaged: `tabby chats rm NAME` removes such a file\n',
  })
  expect(await run('show', 'cut')).toMatchObject({ code: 2, stderr: expect.stringContaining('cut.json is damaged') })
  expect(await run('rm', 'nope')).toMatchObject({ code: 2 })
  expect(await run('rm', 'cut', 'who')).toMatchObject({ code: 0 })
  expect(await run('ls')).toMatchObject({
    code: 0,
    stdout: '',
    stderr: expect.stringContaining('warning: dir is damaged'),
  })
})

test('a conversation that cannot be kept goes on, and says so once and why', async () => {
  // Where nobody can make a folder, whatever the user is.
  const { terminal, enter } = await openChat([], {
    XDG_DATA_HOME: process.platform === 'linux' ? '/proc/tabby' : '/dev/null',
  })
  expect(await enter('[[len:2]]', 'cannot be kept: ')).toContain('Lorem ipsum')
  expect(terminal.output).not.toContain('mkdir')
  expect(await enter('[[len:2]]')).not.toContain('cannot be kept')
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)
})

test('-p answers and leaves at a terminal; --log holds what was said without keys; --schema goes along', async () => {
  const home = await openHome()
  const world = await serveWorld()
  const environment = { ...world.asUser, ...toEnvironment(home) }
  const schema = join(home, 'schema.json')
  const log = join(home, 'log.jsonl')
  const answer = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
  await writeFile(schema, JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', ...answer }))
  const secret = world.asUser['TABBY_API_KEY'] ?? ''
  const words = ['chat', '-p', '--schema', schema, '--log', log, `Which city? ${secret}`]
  const terminal = openTerminal(words, environment)
  await terminal.see('tokens per second')
  expect(await terminal.ended).toBe(0)
  expect(terminal.output).not.toContain('/help')
  expect(readBodies(world).at(-1)).toMatchObject({ json_schema: answer })
  const text = await readFile(log, 'utf8')
  expect((await stat(log)).mode & 0o777).toBe(0o600)
  expect(text).not.toContain(secret)
  const [asked, replied] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(asked).toMatchObject({ type: 'prompt', time: expect.any(String), messages: [{ role: 'user' }] })
  expect(replied).toMatchObject({ type: 'reply', text: expect.stringContaining('city'), finish_reason: 'stop' })
  await writeFile(schema, '[1]')
  for (const flags of [
    ['--schema', schema],
    ['--log', home],
  ]) {
    expect(await runProgram(['chat', ...flags, 'Hi'], { environment })).toMatchObject({ code: 2, stdout: '' })
  }
})
