// What `npm start` and `npm run playground` do first: install what is missing and build, in one line that goes away.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs a command silently; if it fails, ends the program with one sentence and what the command said last. */
function run(words, explain) {
  const [command, ...rest] = words
  const result = spawnSync(command, rest, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    // Without a terminal the package manager may not ask, and would end with a stack trace instead.
    env: { ...process.env, CI: 'true', TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
    // The commands of node_modules/.bin are batch files there.
    shell: process.platform === 'win32',
  })
  if (result.status === 0) return
  const said = `${result.stdout ?? ''}\n${result.stderr ?? ''}\n${result.error?.message ?? ''}`.trim().split('\n')
  show('')
  process.stderr.write(`${explain()}\n${said.slice(-12).join('\n')}\n`)
  process.exit(1)
}

/** Shows what takes its time: in a terminal one line, which the next one replaces. */
function show(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`)
}

// pnpm itself installs what is missing before it runs anything, and is quick if nothing is.
const pnpm = ['npx', '-y', '--prefer-offline', 'pnpm@10.34.9', 'exec']

/** Runs a command of the repository, after an installation of what the lock file names and is not there. */
function runInstalled(words) {
  const isInstalled = () => existsSync(join(root, 'node_modules', '.bin', 'turbo'))
  show(isInstalled() ? 'preparing ...' : 'installing, once: about a minute ...')
  run([...pnpm, ...words], () =>
    isInstalled()
      ? 'What this program needs cannot be built. The tools said:'
      : 'What this program needs cannot be installed. Check that the npm registry can be reached, then try again. npm and pnpm said:',
  )
  show('')
}

/** Installs what is missing. */
export const installMissing = () => runInstalled(['node', '--version'])

/** Builds one of our programs, unless it is built. */
export const buildProgram = (name) =>
  runInstalled(['turbo', 'run', 'build', `--filter=${name}`, '--output-logs=errors-only', '--ui=stream'])
