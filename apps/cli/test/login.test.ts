import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { controlC, openTerminal } from './open-terminal.js'
import { runProgram } from './run-program.js'
import { serveLogin } from './serve-login.js'

/** An issuer, a gateway, and a home for what the program saves. */
async function openHome(ttl = 600) {
  const served = await serveLogin(ttl)
  const folder = await mkdtemp(join(tmpdir(), 'tabby-login-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const environment = { XDG_CONFIG_HOME: folder, TABBY_BASE_URL: served.gateway }
  const login = ['login', served.issuer, '--client-id', 'tabby']
  const file = join(folder, 'tabby', 'logins.json')
  const readTokens = async () =>
    (JSON.parse(await readFile(file, 'utf8')) as Record<string, { tokens: { accessToken: string } }>)[served.gateway]
      ?.tokens
  return {
    ...served,
    folder,
    environment,
    login,
    file,
    readTokens,
    run: (...words: string[]) => runProgram(words, { environment }),
    /** Logs in, in a terminal, as a person does who types in the code elsewhere. */
    async logIn() {
      const terminal = openTerminal(login, environment)
      const code = /type in (\S+)/.exec(await terminal.see(/type in \S+\r/))![1]!
      await served.agree(code)
      return { terminal, exitCode: await terminal.ended }
    },
  }
}

test('a login is saved where only the user can read it, later commands use it, and a logout forgets it', async () => {
  const home = await openHome()
  const { terminal, exitCode } = await home.logIn()
  expect(exitCode).toBe(0)
  await terminal.see(`Logged in at ${home.gateway}.`)
  expect(terminal.output).toContain(`Open ${home.issuer}/device`)
  expect((await stat(home.file)).mode & 0o777).toBe(0o600)
  expect(await readdir(join(home.folder, 'tabby'))).toEqual(['logins.json'])
  const tokens = (await home.readTokens())!
  expect(terminal.output).not.toContain(tokens.accessToken)

  expect(await home.run('whoami')).toMatchObject({ code: 0, stdout: 'api\n' })
  expect(home.tokens).toEqual([tokens.accessToken])
  // A key is for this address alone, and so is a login.
  const other = await serveLogin(600)
  expect(await home.run('whoami', '--url', other.gateway)).toMatchObject({ code: 4 })

  expect(await home.run('logout')).toMatchObject({ code: 0 })
  expect(await readFile(home.file, 'utf8')).toBe('{}\n')
  expect(await home.run('whoami')).toMatchObject({ code: 4 })
  expect(await home.run('logout')).toMatchObject({ code: 1, stderr: expect.stringContaining('not logged in') })
}, 60_000)

test('a token that has ended is renewed once and saved, also by programs that run at once', async () => {
  const home = await openHome(2)
  expect(await home.logIn()).toMatchObject({ exitCode: 0 })
  const first = (await home.readTokens())!
  await new Promise((resolve) => setTimeout(resolve, 2000))
  const runs = await Promise.all([home.run('whoami'), home.run('whoami'), home.run('whoami')])
  expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual([0, 0, 0].map((code) => [code, '']))
  expect((await home.readTokens())!.accessToken).not.toBe(first.accessToken)
  expect(home.tokens).not.toContain(first.accessToken)
  expect((await stat(home.file)).mode & 0o777).toBe(0o600)
  expect(await readdir(join(home.folder, 'tabby'))).toEqual(['logins.json'])
})

test('Ctrl-C while it waits leaves nothing behind', async () => {
  const { login, environment, folder, paths } = await openHome()
  const terminal = openTerminal(login, environment)
  await terminal.see('Ctrl-C cancels')
  await vi.waitFor(() => expect(paths).toContain('/token'), 10_000)
  terminal.type(controlC)
  expect(await terminal.ended).toBe(130)
  expect(await readdir(folder)).toEqual([])
})

test('a script reads the code and the end as JSON', async () => {
  const { issuer, gateway, environment, login, agree } = await openHome()
  let agreed: Promise<void> | undefined
  const { code, stdout } = await runProgram([...login, '--json'], {
    environment,
    onOutput: (output) => {
      if (output.includes('\n'))
        agreed ??= agree((JSON.parse(output.split('\n')[0]!) as { user_code: string }).user_code)
    },
  })
  expect(code).toBe(0)
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { verification_uri: `${issuer}/device`, user_code: expect.any(String), expires_at: expect.any(Number) },
    { logged_in: gateway },
  ])
})

test.each([
  ['{', 'that is not JSON'],
  ['{"http://127.0.0.1:1":{"issuer":"https://login.example.com","clientId":"a"}}', 'without tokens'],
])('a file of logins %s %s is refused by its path, and is not changed', async (text) => {
  const { file, folder, run } = await openHome()
  await mkdir(join(folder, 'tabby'))
  await writeFile(file, text)
  for (const words of [['whoami'], ['logout']]) {
    expect(await run(...words)).toMatchObject({ code: 2, stderr: expect.stringContaining(`${file} cannot be read`) })
  }
  expect(await readFile(file, 'utf8')).toBe(text)
})

test('without the name of the program at the issuer, nothing is asked', async () => {
  const { issuer, paths, run } = await openHome()
  expect(await run('login', issuer)).toMatchObject({ code: 2, stderr: expect.stringContaining('--client-id') })
  expect(paths).toEqual([])
})
