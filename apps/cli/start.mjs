// What `npm start` runs: builds the program, silently unless that fails, and becomes it.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

process.stderr.write(process.stderr.isTTY ? 'building ...' : '')
const build = spawnSync('turbo', ['run', 'build', '--filter=@tabby/cli', '--output-logs=errors-only', '--ui=stream'], {
  cwd: fileURLToPath(new URL('../..', import.meta.url)),
  encoding: 'utf8',
  // The commands of node_modules/.bin are batch files there.
  shell: process.platform === 'win32',
})
process.stderr.write(process.stderr.isTTY ? '\r\u001B[K' : '')
if (build.status !== 0) {
  process.stderr.write(`${build.stdout ?? ''}${build.stderr ?? ''}tabby: the build failed\n`)
  process.exit(1)
}
process.argv = [
  process.argv[0],
  fileURLToPath(new URL('dist/tabby.js', import.meta.url)),
  'start',
  ...process.argv.slice(2),
]
await import('./dist/tabby.js')
