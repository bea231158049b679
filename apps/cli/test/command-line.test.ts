import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { controlD, openTerminal } from './open-terminal.js'
import { runProgram } from './run-program.js'
import { keys, serveWorld } from './serve-world.js'

const prompt = '\u001B[32m>\u001B[39m '

test('the limit of a flag comes before that of --set, which comes before the default', async () => {
  const { asUser } = await serveWorld()
  const complete = async (...flags: string[]) =>
    (await runProgram(['complete', '[[len:9]]', ...flags], { environment: asUser })).stdout.trim().split(' ').length
  expect(await complete()).toBeGreaterThan(4)
  expect(await complete('--set', 'max_tokens=2')).toBe(2)
  expect(await complete('--set', 'max_length=3')).toBe(3)
  expect(await complete('--set', 'max_tokens=2', '--max-tokens', '4')).toBe(4)
})

test('a chat takes no second answer, which would stand in the first one', async () => {
  const { asUser, emulator } = await serveWorld()
  const refused = await runProgram(['chat', 'Hi', '--set', 'n=2'], { environment: asUser })
  expect(refused).toEqual({ code: 2, stdout: '', stderr: 'tabby: chat shows a single reply: n must be 1\n' })
  expect(emulator.journal).toHaveLength(0)
  expect(await runProgram(['chat', 'Hi', '--set', 'n=1'], { environment: asUser })).toMatchObject({ code: 0 })
})

test('words that would be dropped for a file or for standard input are a usage error', async () => {
  const { asUser, emulator } = await serveWorld()
  const file = { code: 2, stdout: '', stderr: 'tabby: pass either arguments or --file, not both\n' }
  const input = { code: 2, stdout: '', stderr: 'tabby: pass either arguments or - for standard input, not both\n' }
  const run = (line: string) => runProgram(line.split(' '), { environment: asUser, input: 'piped' })
  for (const line of ['tokens count hello --file x', 'complete hello --file -']) expect(await run(line)).toEqual(file)
  for (const line of ['tokens encode - x', 'complete - x']) expect(await run(line)).toEqual(input)
  expect(emulator.journal).toHaveLength(0)
})

test('a dash among the texts to embed stands for the lines of standard input', async () => {
  const { asAdmin, emulator } = await serveWorld()
  await runProgram(['models', 'load', '--embedding', 'demo-embedding-small'], { environment: asAdmin })
  const folder = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'last.txt')
  await writeFile(file, 'from a file')
  const sent = async (...words: string[]) => {
    await runProgram(['embed', ...words], { environment: asAdmin, input: 'one\n\ntwo\n' })
    return (JSON.parse(emulator.journal.at(-1)?.body ?? '') as { input: unknown }).input
  }
  expect(await sent('-')).toEqual(['one', 'two'])
  expect(await sent('zero', '-', 'three', '--file', file)).toEqual(['zero', 'one', 'two', 'three', 'from a file'])
})

test('an empty address is none, also for start, which has an emulator for no address at all', async () => {
  expect(await runProgram(['start', '--url', '', 'Hello'])).toEqual({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^tabby: the address of the server must look like/),
  })
})

test('where the admin key is missing, that is what is said, with exit code 4', async () => {
  const { asUser, asAdmin } = await serveWorld()
  for (const name of ['plain', 'nope']) {
    expect(await runProgram(['templates', 'switch', name], { environment: asUser })).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('failed with 401'),
    })
  }
  expect(await runProgram(['templates', 'switch', 'plain'], { environment: asAdmin })).toMatchObject({ code: 0 })
  const start = ['start', '--model', 'demo-70b-exl3', 'Hello']
  expect(await runProgram(start, { environment: asUser })).toMatchObject({
    code: 4,
    stderr:
      'tabby: demo-8b-exl3 is loaded, and the key is not allowed to load one: set TABBY_ADMIN_KEY to an admin key\n',
  })
  const document = await runProgram([...start, '--json'], { environment: asUser })
  expect(JSON.parse(document.stderr)).toMatchObject({ error: { code: 'permission_error' } })
  for (const key of [...keys.api, ...keys.admin]) expect(document.stderr).not.toContain(key)
})

test('a question of the command line is no command, also with a slash before it', async () => {
  const { asUser } = await serveWorld()
  for (const question of ['/etc/hosts is which file?', '/exit']) {
    const terminal = openTerminal(['chat', question], asUser)
    await terminal.see(/You (?:said|asked): "\/e[^"]+"/)
    await terminal.see(prompt)
    terminal.type(controlD)
    expect(await terminal.ended).toBe(0)
  }
})

test('through a pipe folded thoughts are a note that names no command', async () => {
  const { asUser } = await serveWorld()
  const run = await runProgram(['chat', '--fold'], { environment: asUser, input: '[[think:3]] [[len:2]]' })
  expect(run).toMatchObject({ code: 0, stdout: 'Lorem ipsum\n' })
  expect(run.stderr).toMatch(/^note {5}reasoning \.\.\.\n/)
})

test('an answer keeps the indentation of its first line and loses the empty lines before it', async () => {
  const { asUser } = await serveWorld()
  const say = async (answer: string) => {
    const mark = `[[say64:${Buffer.from(answer).toString('base64')}]] [[chunk:1]]`
    return (await runProgram(['chat', mark], { environment: asUser })).stdout
  }
  expect(await say('    if (x) {\n      y()\n    }')).toBe('    if (x) {\n      y()\n    }\n')
  expect(await say('\n\n  \n\t\n    indented\n\nnext')).toBe('    indented\n\nnext\n')
  expect(await say('\n \n')).toBe('')
})
