import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { controlC, openTerminal, type OpenTerminalOptions } from './open-terminal.js'
import { runProgram } from './run-program.js'
import { serveWorld } from './serve-world.js'

const prompt = '\u001B[32m>\u001B[39m '

async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

async function openChat(options?: OpenTerminalOptions) {
  const { asUser } = await serveWorld()
  const terminal = openTerminal(['chat', '[[len:3]] a secret'], asUser, options)
  await terminal.see('tokens per second')
  const enter = async (line: string, seen: string | RegExp) => {
    await terminal.see(prompt)
    terminal.type(`${line}\r`)
    return terminal.see(seen)
  }
  return { terminal, enter }
}

test('a file is overwritten after a yes alone, and is for its owner alone afterwards', async () => {
  const folder = await openFolder()
  const file = join(folder, 'notes.txt')
  await writeFile(file, 'my notes')
  await chmod(file, 0o666)
  const { terminal, enter } = await openChat()
  for (const [key, seen] of [
    ['\r', 'not saved'],
    ['no\r', 'not saved'],
    [controlC, 'stopped'],
  ] as const) {
    await enter(`/save ${file}`, `overwrite ${file}? (y/N) `)
    terminal.type(key)
    await terminal.see(seen)
    expect(await readFile(file, 'utf8')).toBe('my notes')
  }
  await enter(`/save ${file}`, '(y/N) ')
  terminal.type('y\r')
  await terminal.see(`saved to ${file}`)
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    messages: [{ role: 'user' }, { role: 'assistant' }],
  })
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual(['notes.txt'])
})

test('a full disk is told, keeps what was there and leaves no draft', async () => {
  const folder = await openFolder()
  const file = join(folder, 'kept.json')
  await writeFile(file, 'what was there')
  const { terminal, enter } = await openChat({ largestFile: 4 })
  await enter(`[[len:3]] ${'word '.repeat(600)}`, 'tokens per second')
  await enter(`/save ${file}`, '(y/N) ')
  terminal.type('y\r')
  await terminal.see('kept.json cannot be written (EFBIG)')
  await enter(`/save ${join(folder, 'new.json')}`, 'cannot be written (EFBIG)')
  expect(await readdir(folder)).toEqual(['kept.json'])
  expect(await readFile(file, 'utf8')).toBe('what was there')
})

test('a link stays a link, and what cannot be written is told in words', async () => {
  const folder = await openFolder()
  const { terminal, enter } = await openChat()
  await mkdir(join(folder, 'elsewhere'))
  await writeFile(join(folder, 'elsewhere', 'talk.json'), 'old')
  await symlink(join('elsewhere', 'talk.json'), join(folder, 'link.json'))
  await symlink(join('elsewhere', 'fresh.json'), join(folder, 'dangling.json'))
  await symlink('circle.json', join(folder, 'circle.json'))
  await enter(`/save ${join(folder, 'link.json')}`, '(y/N) ')
  terminal.type('y\r')
  await terminal.see('saved to')
  await enter(`/save ${join(folder, 'dangling.json')}`, 'saved to')
  for (const name of ['link.json', 'dangling.json']) {
    expect((await lstat(join(folder, name))).isSymbolicLink()).toBe(true)
    expect(await readFile(join(folder, name), 'utf8')).toContain('a secret')
  }
  expect(await readdir(join(folder, 'elsewhere'))).toEqual(['fresh.json', 'talk.json'])
  await enter(`/save ${join(folder, 'circle.json')}`, 'cannot be written (ELOOP)')
  await enter(`/save ${join(folder, 'elsewhere')}`, 'cannot be written (EISDIR)')
  await enter(`/save ${join(folder, 'nowhere', 'a.json')}`, 'cannot be written (ENOENT)')
  await enter(`/save ${join(folder, 'link.json', 'a.json')}`, 'cannot be written (ENOTDIR)')
  await enter(`/save ${join(folder, 'n'.repeat(300))}`, 'cannot be written (ENAMETOOLONG)')
  await enter('/save /dev/null', 'saved to /dev/null')
  expect((await stat('/dev/null')).isCharacterDevice()).toBe(true)
})

test('what is seen of a name in the question is what it is', async () => {
  const folder = await openFolder()
  await writeFile(join(folder, 'a\u202Ea'), '')
  const { enter } = await openChat()
  expect(await enter(`/save ${join(folder, 'a\u202Ea')}`, '(y/N) ')).toContain('a\\u202ea? (y/N)')
})

test('a conversation with a byte order mark in front is loaded, one with broken messages refused', async () => {
  const folder = await openFolder()
  const file = join(folder, 'talk.json')
  const { asUser, emulator } = await serveWorld()
  await writeFile(file, `\uFEFF${JSON.stringify({ messages: [{ role: 'user', content: 'from afar' }] })}`)
  const run = () => runProgram(['chat', '--resume', file, '[[len:2]]'], { environment: asUser })
  expect(await run()).toMatchObject({ code: 0 })
  expect(emulator.journal.at(-1)?.body).toContain('from afar')
  for (const messages of [
    5,
    [null],
    ['x'],
    [{ role: 5 }],
    [{ role: 'user', content: 5 }],
    [{ role: 'user', content: [5] }],
  ]) {
    await writeFile(file, JSON.stringify({ messages }))
    expect(await run()).toMatchObject({ code: 2, stderr: `tabby: ${file} is not a saved conversation\n` })
  }
})
