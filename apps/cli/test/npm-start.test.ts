import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openTerminal } from './open-terminal.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const noise = Array.from({ length: 20 }, (_, index) => `devDependencies: + package-${index} 1.0.0`).join('\n')

/** A clone with nothing installed, in which the package manager is a script. */
async function openClone(npx: string) {
  const clone = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(clone, { recursive: true }))
  for (const file of ['apps/cli/start.mjs', '.ci/build/prepare.mjs']) await cp(join(root, file), join(clone, file))
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(clone, path)), { recursive: true })
    await writeFile(join(clone, path), text)
    await chmod(join(clone, path), 0o755)
  }
  await write('package.json', '{ "type": "module" }')
  await write('bin/npx', `#!/bin/sh\n${npx}\n`)
  const start = join(clone, 'apps/cli/start.mjs')
  const open = (environment: Record<string, string> = { PATH: join(clone, 'bin') }) =>
    openTerminal(['Say hello'], environment, { command: [process.execPath, start], columns: 100 })
  return { open, write }
}

const program = 'console.log(`started with ${process.argv.slice(2).join("|")}`)'

test('on a fresh clone it shows one line of progress, which goes away, and then the program', async () => {
  const { open, write } = await openClone(`echo '${noise}'\necho 'a warning' >&2`)
  await write('apps/cli/dist/tabby.js', program)
  const first = open()
  await first.see('started with start|Say hello')
  expect(await first.ended).toBe(0)
  expect(first.output).toBe('\r\u001B[Kinstalling, once: about a minute ...\r\u001B[Kstarted with start|Say hello\r\n')
  // Once everything is there, nothing is installed.
  await write('node_modules/.bin/turbo', '')
  const second = open()
  await second.see('started with')
  expect(second.output).toMatch(/^\r\p{Cc}\[Kpreparing \.\.\.\r\p{Cc}\[Kstarted/u)
})

test('it says in one sentence what cannot be done, and what the tools said last', async () => {
  const { open, write } = await openClone(`echo '${noise}'\necho 'ERR_PNPM_META_FETCH_FAIL' >&2\nexit 1`)
  const failed = open()
  await failed.see('ERR_PNPM_META_FETCH_FAIL')
  expect(await failed.ended).toBe(1)
  expect(failed.output).toContain('\u001B[KWhat this program needs cannot be installed. Check that the npm registry')
  expect(failed.output).not.toContain('package-5 ')
  expect(failed.output).toContain('package-19 ')
  expect(failed.output).not.toContain('    at ')
  await write('node_modules/.bin/turbo', '')
  const unbuilt = open()
  await unbuilt.see('What this program needs cannot be built')
  expect(await unbuilt.ended).toBe(1)
})

test('without npm there is one sentence too, and the package manager is never asked to ask', async () => {
  const { open, write } = await openClone('[ "$CI" = true ] || exit 1')
  await write('apps/cli/dist/tabby.js', program)
  const first = open()
  await first.see('started')
  expect(await first.ended).toBe(0)
  const missing = open({ PATH: '/nowhere' })
  await missing.see('cannot be installed')
  expect(await missing.ended).toBe(1)
  expect(missing.output).toContain('npx ENOENT')
  expect(missing.output).not.toContain('    at ')
})
