import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createSecureServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { programPath } from './bundle-program.js'
import { runProgram } from './run-program.js'
import { keys, serveWorld } from './serve-world.js'

async function openHome() {
  const home = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(home, { recursive: true }))
  return { home, environment: { HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home } }
}

test('the version is told in each of the ways in which people ask for it', async () => {
  for (const word of ['-V', '-v', 'version']) {
    expect(await runProgram([word])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' })
  }
})

test('the help of all commands costs little more than Node itself, and lists them as their own help does', async () => {
  const measure = (words: readonly string[]): number => {
    const script = `process.argv.splice(1, 1, ...${JSON.stringify(words)});process.on('exit', () => {
      const { user, system } = process.cpuUsage(); process.stderr.write(String(user + system)) })`
    const load = words[0] ? `${script};await import(process.argv[1])` : script
    const run = () =>
      Number(spawnSync(process.execPath, ['--input-type=module', '-e', load], { encoding: 'utf8' }).stderr)
    return Math.min(run(), run())
  }
  // Its own limit is 1.6 with the libraries in one file; here they are separate files.
  expect(measure([programPath, '--help']) / measure([])).toBeLessThan(2.2)
  const help = (await runProgram(['--help'])).stdout.replace(/\s+/g, ' ')
  for (const command of ['chat', 'ps', 'servers', 'presets']) {
    const { stdout } = await runProgram([command, '--help'])
    const [, description = '?'] = /^Usage: .*\n\n((?:.+\n)+)/.exec(stdout) ?? []
    expect(help).toContain(`${command} ${description.replace(/\s+/g, ' ').trim()}`)
  }
})

test('an address may leave out http, and an error names what gave the address', async () => {
  const { listener, asUser } = await serveWorld()
  const { environment } = await openHome()
  const bare = listener.url.replace('http://', '')
  expect(await runProgram(['health', '--url', bare], { environment: asUser })).toMatchObject({ code: 0 })
  const local = { ...environment, TABBY_BASE_URL: `localhost:${new URL(listener.url).port}` }
  expect((await runProgram(['doctor'], { environment: local })).stdout).toContain(`http://${local.TABBY_BASE_URL}`)
  await runProgram(['servers', 'add', 'home', bare], { environment })
  await listener.close()
  const stderr = async (words: readonly string[], more = {}) =>
    (await runProgram(words, { environment: { ...environment, ...more } })).stderr
  expect(await stderr(['health', '--url', bare])).toContain('The address is that of --url;')
  expect(await stderr(['health', '--server', 'home'])).toContain('The address is that of --server home;')
  expect(await stderr(['health'], { TABBY_SERVER: 'home' })).toContain('The address is that of TABBY_SERVER (home);')
  expect(await stderr(['health'], { TABBY_BASE_URL: bare })).toContain('The address is that of TABBY_BASE_URL;')
  for (const url of ['ftp://127.0.0.1:5000', 'http://user:secret@127.0.0.1', 'nonsense']) {
    expect(await runProgram(['health', '--url', url], { environment })).toMatchObject({ code: 2 })
  }
})

test('https to a server that speaks http, and a certificate that nobody knows, are told in words', async () => {
  const { listener } = await serveWorld()
  const plain = await runProgram(['doctor', '--url', listener.url.replace('http:', 'https:')])
  expect(plain.stdout).toContain('does not speak https. Use an address that begins with http://')
  const made = spawnSync(
    'openssl',
    'req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout - -out -'.split(' '),
    { encoding: 'utf8' },
  )
  if (made.status !== 0) return
  const secure = createSecureServer({ key: made.stdout, cert: made.stdout }, (_request, response) => response.end())
  onTestFinished(() => void secure.close())
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve))
  const address = secure.address()
  const url = `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  expect((await runProgram(['doctor', '--url', url])).stdout).toContain('certificate of the server is not trusted')
})

test('an admin key that is set as the API key serves as what it is', async () => {
  const { asUser, emulator } = await serveWorld()
  const environment = { ...asUser, TABBY_API_KEY: keys.admin[0] ?? '' }
  expect(await runProgram(['templates', 'switch', 'plain'], { environment })).toMatchObject({ code: 0 })
  const doctor = await runProgram(['doctor'], { environment })
  expect(doctor.stdout).toContain('the API key is one')
  // An API key is never sent as what it is not.
  const before = emulator.journal.length
  expect(await runProgram(['templates', 'switch', 'plain'], { environment: asUser })).toMatchObject({ code: 4 })
  expect(emulator.journal.slice(before).map(({ path }) => path)).toContain('/v1/auth/permission')
})

test('a saved server can be the one that is used, and keeps its keys if it is saved again without any', async () => {
  const { asAdmin, listener } = await serveWorld()
  const { environment } = await openHome()
  const run = (words: string[], more: Record<string, string> = {}) =>
    runProgram(words, { environment: { ...environment, ...more } })
  const { TABBY_API_KEY, TABBY_ADMIN_KEY } = asAdmin as Record<string, string>
  await run(['servers', 'add', 'home', listener.url], {
    TABBY_API_KEY: TABBY_API_KEY!,
    TABBY_ADMIN_KEY: TABBY_ADMIN_KEY!,
  })
  const again = await run(['servers', 'add', 'home', listener.url])
  expect(again).toMatchObject({ code: 0, stderr: 'note     home keeps its API key and admin key\n' })
  expect(await run(['servers', 'use', 'home'])).toMatchObject({ code: 0 })
  expect(await run(['whoami'])).toMatchObject({ code: 0, stdout: 'admin\n' })
  expect((await run(['servers', 'ls'])).stdout).toContain('API key and admin key, used by default')
  // A server named for a single run takes precedence.
  expect(await run(['whoami'], { TABBY_BASE_URL: 'http://127.0.0.1:1' })).toMatchObject({ code: 3 })
  const ps = await run(['ps', '--json'])
  expect(JSON.parse(ps.stdout)).toMatchObject([{ name: 'home', state: 'up', model: 'demo-8b-exl3', context: 4096 }])
  await run(['servers', 'add', 'away', 'http://127.0.0.1:1'])
  expect((await run(['ps'])).stdout).toMatch(/^home +\S+ +up +demo-8b-exl3.*\naway +\S+ +cannot reach the server\n$/)
  const moved = await run(['servers', 'add', 'home', 'http://127.0.0.1:2'])
  expect(moved.stderr).toContain('its API key and admin key was removed')
  expect((await run(['servers', 'ls'])).stdout).toMatch(/home +http:\/\/127.0.0.1:2 +used by default/)
  await run(['servers', 'use'])
  expect((await run(['servers', 'ls'])).stdout).not.toContain('used by default')
  expect(await run(['servers', 'use', 'nope'])).toMatchObject({ code: 2 })
})

test('each text to embed has a row, whatever the shell made of the names and whichever lines are empty', async () => {
  const { asAdmin } = await serveWorld()
  await runProgram(['models', 'load', '--embedding', 'demo-embedding-small'], { environment: asAdmin })
  const { home } = await openHome()
  const files = ['a.txt', 'b, c.txt'].map((name) => join(home, name))
  for (const file of files) await writeFile(file, 'what it says')
  const run = (words: string[], input = '') => runProgram(['embed', ...words], { environment: asAdmin, input })
  const rows = await run(['--csv', '--names', '--file', ...files])
  expect(rows).toMatchObject({ code: 0, stderr: '' })
  const [first = '', second = ''] = rows.stdout.trim().split('\n')
  expect(first.startsWith(`${files[0]},`)).toBe(true)
  expect(second.startsWith(`"${files[1]}",`)).toBe(true)
  // The words of both files are the same, and not their names.
  expect(first.slice(first.indexOf('txt,') + 4)).toBe(second.slice(second.indexOf('",') + 2))
  const lines = await run(['--csv'], 'one\n\ntwo\nthree\n')
  expect(lines.stdout.split('\n').map((line) => line !== '')).toEqual([true, false, true, true, false])
  expect(lines.stderr).toBe('tabby: warning: text 2 is empty, and so is the row: an empty text has no vector\n')
  expect(await run(['--csv', '--json', 'x'])).toMatchObject({ code: 2, stdout: '' })
})

test('a parameter that the server does not know is taken with a warning', async () => {
  const { asUser, emulator } = await serveWorld()
  const run = await runProgram(['chat', '--set', 'nonsense=1', '--set', 'temprature=2', 'Hi'], { environment: asUser })
  expect(run.code).toBe(0)
  expect(run.stderr).toContain('note     nonsense is not a parameter of TabbyAPI, so the server ignores it\n')
  expect(run.stderr).toContain('temprature is not')
  expect(emulator.journal.at(-1)?.body).toContain('"nonsense":1')
  const known = await runProgram(['chat', '--set', 'top_k=40', 'Hi'], { environment: asUser })
  expect(known.stderr).not.toContain('note')
})

test('tools may be plain objects, in the form of OpenAI, in a file that imports nothing', async () => {
  const { asUser, emulator } = await serveWorld()
  const { home } = await openHome()
  const file = join(home, 'tools.mjs')
  const weather = `name: 'get_weather', description: 'Weather', parameters: { type: 'object', properties: {} }`
  for (const tool of [
    `{ ${weather}, execute: () => 'rain' }`,
    `{ type: 'function', function: { ${weather} }, run: () => 'rain' }`,
  ]) {
    await writeFile(file, `export default [${tool}]`)
    const run = await runProgram(['chat', '--tools', file, '--yes', 'How is the weather?'], { environment: asUser })
    expect(run.code).toBe(0)
    expect(emulator.journal.at(-1)?.body).toContain('rain')
  }
  await writeFile(file, `export default [{ ${weather} }]`)
  expect(await runProgram(['chat', '--tools', file, '--yes', 'Hi'], { environment: asUser })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('must be a list of tools'),
  })
})

test('shells complete names from the server, fixed values, and no files where there are none', async () => {
  const { asAdmin, listener } = await serveWorld()
  const complete = async (...words: string[]) => {
    const { code, stdout } = await runProgram(['complete-words', '--', ...words], { environment: asAdmin })
    return { code, names: stdout.split('\n').filter(Boolean) }
  }
  expect(await complete('models', 'load', 'demo-8')).toEqual({ code: 3, names: ['demo-8b-exl3'] })
  expect(await complete('models', 'load', 'x', '--cache-mode', 'Q')).toEqual({ code: 3, names: ['Q8', 'Q6', 'Q4'] })
  expect((await complete('models', 'load', 'x', '--draft', '')).names.length).toBeGreaterThan(0)
  expect((await complete('lora', 'load', '')).names).toContain('demo-lora')
  expect((await complete('templates', 'switch', 'chat')).names).toContain('chatml')
  expect((await complete('sampling', 'switch', '')).names).toContain('safe_defaults')
  expect(await complete('models', 'download', '')).toEqual({ code: 3, names: [] })
  expect(await complete('embed', '--file', '')).toEqual({ code: 0, names: [] })
  expect(await complete('chat', '--resume', '')).toEqual({ code: 0, names: [] })
  await listener.close()
  expect(await complete('models', 'load', '')).toEqual({ code: 3, names: [] })
})

test('--plain takes what rules a terminal out of a reply, also in a pipe', async () => {
  const { asUser } = await serveWorld()
  const mark = `[[say64:${Buffer.from('a\u001B]0;title\u0007b').toString('base64')}]]`
  expect((await runProgram(['chat', mark], { environment: asUser })).stdout).toBe('a\u001B]0;title\u0007b\n')
  expect((await runProgram(['chat', '--plain', mark], { environment: asUser })).stdout).toBe('a]0;titleb\n')
})
