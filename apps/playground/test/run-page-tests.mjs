// Runs the tests of the page in the Chromium of this machine: `node test/run-page-tests.mjs [what Playwright takes]`.
// Without one it reports so in one line; in continuous integration that is a failure.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium } from '../../../.ci/find-chromium.mjs'

const chromium = findChromium()
if (!chromium) {
  console.log('The playground was NOT tested in a browser: install chromium-headless-shell or chromium.')
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
