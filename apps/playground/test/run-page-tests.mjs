// Runs the tests of the page in the Chromium of this machine: `node test/run-page-tests.mjs [what Playwright takes]`.
// Where there is none it says so in one line; in continuous integration that is a failure.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const chromium = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path))
if (!chromium) {
  console.log('The playground was NOT tested in a browser: there is no /usr/bin/chromium (apt-get install chromium).')
  console.log(process.env.CI ? '0 passed, 1 failed' : '0 passed, 0 failed')
  process.exit(process.env.CI ? 1 : 0)
}

const folder = dirname(fileURLToPath(import.meta.url))
const command = createRequire(import.meta.url).resolve('@playwright/test/cli')
const { status } = spawnSync(process.execPath, [command, 'test', '-c', folder, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: {
    ...process.env,
    PLAYGROUND_CHROMIUM: chromium,
    // The packages are read as source, as everywhere in the tests of this repository.
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --conditions=@tabby/source`,
  },
})
process.exit(status ?? 1)
