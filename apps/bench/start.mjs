// What `npm run bench` runs: builds the packages, installs the peers unless they are there, and measures.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const peers = fileURLToPath(new URL('peers', import.meta.url))
// The commands of node_modules/.bin are batch files there.
const shell = process.platform === 'win32'

/** The packages and versions that a lock file names. */
const readVersions = (path) =>
  Object.entries(JSON.parse(readFileSync(path, 'utf8')).packages)
    .filter(([folder]) => folder)
    .map(([folder, { version }]) => `${folder} ${version}`)
    .join('\n')

/** The peers are not part of the workspace, so that nobody who does not measure has to download them. */
function arePeersInstalled() {
  const installed = `${peers}/node_modules/.package-lock.json`
  return existsSync(installed) && readVersions(installed) === readVersions(`${peers}/package-lock.json`)
}

if (!process.argv.includes('--without-peers') && !arePeersInstalled()) {
  console.error('installing the peers ...')
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  execFileSync('npm', ['ci', ...quietly], { cwd: peers, stdio: ['ignore', 'ignore', 'inherit'], shell })
}
console.error('building ...')
execFileSync(
  'turbo',
  ['run', 'build', '--filter=@tabby/bench', '--filter=@tabby/gateway', '--output-logs=errors-only', '--ui=stream'],
  {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell,
  },
)
await import('./dist/bench.js')
