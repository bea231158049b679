import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runProgram } from './run-program.js'

async function openFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'tabby', 'servers.json')
  await mkdir(dirname(file))
  const run = (words: string, more: Record<string, string> = {}) =>
    runProgram(['servers', ...words.split(' ')], { environment: { XDG_CONFIG_HOME: folder, ...more } })
  return { folder, file, run }
}

test('servers that are added and removed by many programs at once all come to stand in the file', async () => {
  const { file, run } = await openFolder()
  await run('add old http://127.0.0.1:1')
  const names = Array.from({ length: 20 }, (_, index) => `s${index}`)
  const runs = names.map((name, index) =>
    run(`add ${name} http://127.0.0.1:${index + 1}`, { TABBY_API_KEY: `key of ${name}` }),
  )
  const codes = (await Promise.all([...runs, run('rm old')])).map(({ code }) => code)
  expect(codes).toEqual(codes.map(() => 0))
  const kept = JSON.parse(await readFile(file, 'utf8')) as Record<string, { apiKey: string }>
  expect(Object.keys(kept).sort()).toEqual(names.sort())
  for (const name of names) expect(kept[name]?.apiKey).toBe(`key of ${name}`)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readdir(dirname(file))).toEqual(['servers.json'])
}, 60_000)

test('a lock that a killed program left behind is taken over', async () => {
  const { file, run } = await openFolder()
  await writeFile(`${file}.lock`, '')
  const before = new Date(Date.now() - 60_000)
  await utimes(`${file}.lock`, before, before)
  expect(await run('add home http://127.0.0.1:1')).toMatchObject({ code: 0 })
  expect(await readdir(dirname(file))).toEqual(['servers.json'])
})

test('a lock that is held is waited for', async () => {
  const { file, run } = await openFolder()
  await writeFile(`${file}.lock`, '')
  let isOver = false
  const added = run('add home http://127.0.0.1:1').then((ended) => {
    isOver = true
    return ended
  })
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(isOver).toBe(false)
  await rm(`${file}.lock`)
  expect(await added).toMatchObject({ code: 0 })
})

test.each([
  ['{', 'it is not JSON'],
  ['', 'it is not JSON'],
  ['null', 'it holds null instead of an object'],
  ['[]', 'it holds a list instead of an object'],
  ['5', 'it holds a number instead of an object'],
  ['"x"', 'it holds a string instead of an object'],
  ['{"a":null}', '"a" is null instead of an object with a url'],
  ['{"a":5}', '"a" is a number instead of'],
  ['{"a":[]}', '"a" is a list instead of'],
  ['{"a":{}}', 'url of "a" is missing instead of a string'],
  ['{"a":{"url":5}}', 'url of "a" is a number instead of a string'],
  ['{"a":{"url":"http://x","apiKey":["sk-12345678"]}}', 'apiKey of "a" is a list instead of a string'],
  ['{"__proto__":{"url":{"sk-12345678":1}}}', 'url of "__proto__" is an object instead of a string'],
])('the file %s is told in words, whatever is done, and stays as it is', async (text, why) => {
  const { file, run } = await openFolder()
  await writeFile(file, text)
  for (const words of ['ls', 'add b http://127.0.0.1:1']) {
    const { code, stdout, stderr } = await run(words)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`tabby: ${file} cannot be read as a list of servers: ${why}`)
    expect(stderr).toContain('Correct the file, or move it away')
    expect(stderr).not.toContain('sk-12345678')
  }
  expect(await readFile(file, 'utf8')).toBe(text)
})

test('an address in the file that is none is told with its place', async () => {
  const { folder, file } = await openFolder()
  await writeFile(file, '{"home":{"url":"http://user:hunter2@10.0.0.2"}}')
  const run = await runProgram(['health', '--server', 'home'], { environment: { XDG_CONFIG_HOME: folder } })
  expect(run).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`${file} has an address for home that does not look like`),
  })
  expect(run.stderr).not.toContain('hunter2')
})

test('names that every object has, deep fields and a byte order mark are a list of servers too', async () => {
  const { file, run } = await openFolder()
  const deep = `${'['.repeat(900)}${']'.repeat(900)}`
  await writeFile(
    file,
    `\uFEFF{"__proto__":{"url":"http://127.0.0.1:1","apiKey":"kept-key"},"deep":{"url":"http://x","more":${deep}}}`,
  )
  expect(await run('rm constructor')).toMatchObject({
    code: 2,
    stderr: 'tabby: there is no saved server constructor: `tabby servers ls` lists all\n',
  })
  expect(await run('add toString http://127.0.0.1:2')).toMatchObject({ code: 0 })
  expect((await run('ls')).stdout).toBe(
    '__proto__  http://127.0.0.1:1  API key\ndeep       http://x\ntoString   http://127.0.0.1:2\n',
  )
  expect(JSON.stringify(JSON.parse(await readFile(file, 'utf8')))).toContain(deep)
  expect(await run('rm __proto__')).toMatchObject({ code: 0 })
  expect(await readFile(file, 'utf8')).not.toContain('kept-key')
})

test('fields that are too deep to be written again are told, and nothing is lost', async () => {
  const { file, run } = await openFolder()
  const text = `{"deep":{"url":"http://x","more":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`
  await writeFile(file, text)
  expect((await run('ls')).stdout).toBe('deep  http://x\n')
  expect(await run('add b http://127.0.0.1:2')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('too deeply'),
  })
  expect(await readFile(file, 'utf8')).toBe(text)
})

test('a folder in the place of the file, or a file in that of the folder, is told', async () => {
  const { folder, file, run } = await openFolder()
  await mkdir(file)
  expect(await run('ls')).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be read (EISDIR)') })
  await rm(join(folder, 'tabby'), { recursive: true })
  await writeFile(join(folder, 'tabby'), '')
  expect(await run('ls')).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be read (ENOTDIR)') })
  expect(await run('add b http://127.0.0.1:2')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('cannot be '),
  })
})

test('a password in an address that somebody wrote into the file is not shown', async () => {
  const { file, run } = await openFolder()
  const servers = {
    a: { url: 'http://user-secret:password-secret@127.0.0.1:1' },
    b: { url: 'http://u:pass%2Bsecret@h' },
  }
  await writeFile(file, JSON.stringify(servers))
  for (const words of ['ls', 'ls --json']) {
    const { stdout, stderr } = await run(words)
    expect(stdout).toContain('***')
    expect(stdout + stderr).not.toContain('secret')
  }
})
