import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createSecureServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { programPath } from './bundle-program.js'
import { openShell, quote } from './open-shell.js'
import { runProgram } from './run-program.js'
import { keys, serveWorld } from './serve-world.js'

async function openHome() {
  const home = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(home, { recursive: true }))
  return { home, environment: { HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home } }
}

/** The text of lines none of which is cut at the right edge, but for words that are longer. */
function readWrapped(shown: string, columns: number): string {
  for (const line of shown.split('\n')) {
    if (line.length > columns) expect(line).toMatch(/^ *\S+$/)
  }
  return shown.replace(/\s+/g, ' ').trim()
}

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

test('the version is told in each way, an address may leave out http, and an error names what gave it', async () => {
  const { listener, asUser } = await serveWorld()
  const { environment } = await openHome()
  const run = await openShell({ ...environment, ...asUser, TABBY_BASE_URL: '' }, 40)
  for (const word of ['-V', '-v', 'version', '--version']) {
    expect(await run(`tabby ${word}`)).toMatchObject({ code: 0, text: manifest.version })
  }
  const { port } = new URL(listener.url)
  const bare = `127.0.0.1:${port}`
  expect(await run(`tabby health --url ${bare}`)).toMatchObject({ code: 0, text: 'healthy' })
  const doctor = await run(`TABBY_BASE_URL=localhost:${port} tabby doctor`)
  const text = readWrapped(doctor.shown, 40)
  expect(text).toContain(`http://localhost:${port}`)
  expect(text).toContain(`✓ program tabby ${manifest.version}, Node.js ${process.version}`)
  expect(text).toContain('TabbyAPI responds; it does not report its version')
  await run(`tabby servers add home ${bare}`)
  const plain = await run(`tabby doctor --url https://${bare}`)
  expect(readWrapped(plain.shown, 40)).toContain('does not speak https. Use an address that begins with http://')
  await listener.close()
  for (const [line, source] of [
    [`tabby health --url ${bare}`, '--url'],
    ['tabby health --server home', '--server home'],
    ['TABBY_SERVER=home tabby health', 'TABBY_SERVER (home)'],
    [`TABBY_BASE_URL=${bare} tabby health`, 'TABBY_BASE_URL'],
  ] as const) {
    const { code, shown } = await run(line)
    expect(code).toBe(3)
    expect(readWrapped(shown, 40)).toContain(`The address is that of ${source};`)
  }
  for (const url of ['ftp://127.0.0.1:5000', 'http://user:secret@127.0.0.1', 'nonsense']) {
    const { code, shown } = await run(`tabby health --url ${url}`)
    expect(code).toBe(2)
    expect(readWrapped(shown, 40)).not.toContain('secret')
  }
})

test('a certificate that nobody knows is told in words', async () => {
  const made = spawnSync(
    'openssl',
    'req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout - -out -'.split(' '),
    { encoding: 'utf8' },
  )
  expect.hasAssertions()
  if (made.status !== 0) return expect(made.error).toBeDefined()
  const secure = createSecureServer({ key: made.stdout, cert: made.stdout }, (_request, response) => response.end())
  onTestFinished(() => void secure.close())
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve))
  const address = secure.address()
  const url = `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const run = await openShell({}, 40)
  expect((await run(`tabby doctor --url ${url}`)).text).toContain('certificate of the server is not trusted')
})

test('an admin key that is set as the API key serves as what it is', async () => {
  const { asUser, emulator } = await serveWorld()
  const run = await openShell({ ...asUser, TABBY_API_KEY: keys.admin[0] ?? '' })
  expect(await run('tabby templates switch plain')).toMatchObject({ code: 0, text: 'plain is active' })
  expect((await run('tabby doctor')).text).toContain('the API key is one')
  // An API key is never sent as what it is not.
  const before = emulator.journal.length
  expect(await run(`TABBY_API_KEY=${keys.api[0]} tabby templates switch plain`)).toMatchObject({ code: 4 })
  expect(emulator.journal.slice(before).map(({ path }) => path)).toContain('/v1/auth/permission')
})

test('a saved server can be the one that is used, and keeps its keys if it is saved again without any', async () => {
  const { listener } = await serveWorld()
  const { environment } = await openHome()
  const run = await openShell(environment)
  await run(`TABBY_API_KEY=${keys.api[0]} TABBY_ADMIN_KEY=${keys.admin[0]} tabby servers add home ${listener.url}`)
  const again = await run(`tabby servers add home ${listener.url}`)
  expect(again).toMatchObject({ code: 0, text: 'note home keeps its API key and admin key' })
  expect(await run('tabby servers use home')).toMatchObject({ code: 0 })
  expect(await run('tabby whoami')).toMatchObject({ code: 0, text: 'admin' })
  expect((await run('tabby servers ls')).text).toContain('API key and admin key, used by default')
  // A server named for a single run takes precedence.
  expect(await run('TABBY_BASE_URL=http://127.0.0.1:1 tabby whoami')).toMatchObject({ code: 3 })
  const ps = await run('tabby ps --json')
  expect(JSON.parse(ps.shown)).toMatchObject([{ name: 'home', state: 'up', model: 'demo-8b-exl3', context: 4096 }])
  await run('tabby servers add away http://127.0.0.1:1')
  expect((await run('tabby ps')).shown).toMatch(/^home +\S+ +up +demo-8b-exl3.*\naway +\S+ +cannot reach the server\n$/)
  const moved = await run('tabby servers add home http://127.0.0.1:2')
  expect(moved.text).toContain('its API key and admin key was removed')
  expect((await run('tabby servers ls')).shown).toMatch(/home +http:\/\/127.0.0.1:2 +used by default/)
  // Flags for the server stand before the command or behind it.
  const ls = await run(`tabby --server=home models ls`)
  expect(ls).toMatchObject({ code: 3 })
  expect(ls.text).toContain('http://127.0.0.1:2')
  await run('tabby servers use')
  expect((await run('tabby servers ls')).text).not.toContain('used by default')
  expect(await run('tabby servers use nope')).toMatchObject({ code: 2 })
})

test('models and templates are shown for a person, and nothing is lost for a name that nobody knows', async () => {
  const { asAdmin, emulator } = await serveWorld()
  const { home } = await openHome()
  const run = await openShell({ ...asAdmin, TABBY_BASE_URL: '' })
  const url = `--url ${asAdmin['TABBY_BASE_URL']}`
  expect((await run(`tabby ${url} models ls`)).shown).toContain('\ndemo-8b-exl3  (loaded)\ndemo-base-3b-exl3\n')
  expect((await run(`tabby models ls ${url} | cat`)).shown).toContain('\ndemo-8b-exl3\ndemo-base-3b-exl3\n')
  const template = await run(`tabby templates show ${url}`)
  expect(template).toMatchObject({ code: 0, text: expect.stringContaining('{%') })
  const nope = await run(`tabby models load nope ${url}`)
  expect(nope).toMatchObject({ code: 1, text: 'tabby: the server has no model nope: `tabby models ls` lists all' })
  expect(emulator.journal.some(({ path }) => path === '/v1/model/load')).toBe(false)
  const file = join(home, 'system.txt')
  await writeFile(file, 'Be brief.\n')
  const chat = await run(`tabby ${url} chat --json --system-file ${file} '[[len:3]]' | tail -n 1`)
  expect(JSON.parse(chat.shown)).toMatchObject({ type: 'end', text: 'Lorem ipsum dolor' })
  expect(emulator.journal.at(-1)?.body).toContain('{"role":"system","content":"Be brief."}')
  expect(await run(`tabby chat ${url} -p --system x --system-file ${file} Hi`)).toMatchObject({ code: 2 })
  const long = await run(`stty cols 40; tabby ${url} complete '[[len:60]]'`)
  for (const line of long.shown.split('\n')) expect(line.length).toBeLessThanOrEqual(40)
  expect(long.text).toContain('Lorem ipsum dolor sit amet, consectetur')
})

test('each text to embed has a row, whatever the shell made of the names and whichever lines are empty', async () => {
  const { asAdmin } = await serveWorld()
  const { home } = await openHome()
  const run = await openShell(asAdmin)
  await run('tabby models load --embedding demo-embedding-small')
  const files = ['a.txt', 'b, c.txt'].map((name) => join(home, name))
  for (const file of files) await writeFile(file, 'what it says')
  const rows = await run(`tabby embed --csv --names --file ${quote(home)}/*.txt 2>/dev/null`)
  expect(rows.code).toBe(0)
  const [first = '', second = ''] = rows.shown.split('\n')
  expect(first.startsWith(`${files[0]},`)).toBe(true)
  expect(second.startsWith(`"${files[1]}",`)).toBe(true)
  // The words of both files are the same, and not their names.
  expect(first.slice(first.indexOf('txt,') + 4)).toBe(second.slice(second.indexOf('",') + 2))
  await writeFile(join(home, 'lines'), 'one\n\ntwo\nthree\n')
  const lines = await run(`tabby embed --csv < ${quote(join(home, 'lines'))} 2> ${quote(join(home, 'warning'))}`)
  expect(lines.shown.split('\n').map((line) => line !== '')).toEqual([true, false, true, true, false])
  expect((await run(`cat ${quote(join(home, 'warning'))}`)).text).toContain('text 2 is empty, and so is the row')
  expect(await run('tabby embed --csv --json x')).toMatchObject({ code: 2 })
})

test('a parameter that the server does not know is taken with a warning; tools may be plain objects', async () => {
  const { asUser, emulator } = await serveWorld()
  const { home } = await openHome()
  const run = await openShell(asUser)
  const unknown = await run('tabby chat -p --set nonsense=1 --set temprature=2 Hi')
  expect(unknown.code).toBe(0)
  expect(unknown.text).toContain('note nonsense is not a parameter of TabbyAPI, so the server ignores it')
  expect(unknown.text).toContain('temprature is not')
  expect(emulator.journal.at(-1)?.body).toContain('"nonsense":1')
  expect((await run('tabby chat -p --set top_k=40 Hi')).text).not.toContain('note')
  // In the form of OpenAI, in a file that imports nothing.
  const file = join(home, 'tools.mjs')
  const weather = `name: 'get_weather', description: 'Weather', parameters: { type: 'object', properties: {} }`
  for (const tool of [
    `{ ${weather}, execute: () => 'rain' }`,
    `{ type: 'function', function: { ${weather} }, run: () => 'rain' }`,
  ]) {
    await writeFile(file, `export default [${tool}]`)
    expect(await run(`tabby chat -p --tools ${file} --yes 'How is the weather?'`)).toMatchObject({ code: 0 })
    expect(emulator.journal.at(-1)?.body).toContain('rain')
  }
  await writeFile(file, `export default [{ ${weather} }]`)
  const refused = await run(`tabby chat -p --tools ${file} --yes Hi`)
  expect(refused).toMatchObject({ code: 2, text: expect.stringContaining('must be a list of tools') })
})

test('a pipe to the terminal gets what the model wrote, and with --plain nothing that rules the terminal', async () => {
  const { asUser } = await serveWorld()
  const mark = `[[say64:${Buffer.from('a\u001B]0;title\u0007b').toString('base64')}]]`
  const run = await openShell({ ...asUser, MARK: mark }, 40)
  expect((await run('tabby chat "$MARK" 2>/dev/null | od -c')).text).toContain('a 033 ] 0 ; t i t l e \\a b')
  expect((await run('tabby chat --plain "$MARK" 2>/dev/null | od -c')).text).toContain('a ] 0 ; t i t l e b')
  expect((await run('tabby chat --plain "$MARK" 2>/dev/null | cat')).shown).toBe('a]0;titleb\n')
})

test(
  'shells complete names from the server, fixed values, and no files where there are none',
  { timeout: 60_000 },
  async () => {
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
  },
)
