// Builds the site as the workflow does, below the name of a repository, and checks what a visitor would meet.
// `--no-build` checks what was built last.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium } from '../../../.ci/find-chromium.mjs'
import { createReport } from '../../../.ci/report.mjs'
import { checkInBrowser } from './check-in-browser.mjs'
import { checkLinks } from './check-links.mjs'

const docs = fileURLToPath(new URL('..', import.meta.url))
const folder = join(docs, 'dist')
// The workflow that publishes the site says where it will be.
const { DOCS_BASE: base = '/tabby-typescript/', DOCS_ORIGIN: origin = 'https://example.github.io' } = process.env
const env = {
  GITHUB_REPOSITORY: 'example/tabby-typescript',
  ...process.env,
  DOCS_BASE: base,
  DOCS_ORIGIN: origin,
}
const report = createReport()

/** Kilobytes that a first visit may fetch, compressed. */
const budgets = { '': 100, 'guides/getting-started': 100 }

if (!process.argv.includes('--no-build')) {
  const begin = performance.now()
  const vitepress = join(docs, 'node_modules', 'vitepress', 'bin', 'vitepress.js')
  for (const parts of [[join(docs, 'generate', 'generate.mjs')], [vitepress, 'build', docs]]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, parts, { cwd: docs, env, encoding: 'utf8' })
    if (status === 0) continue
    console.log(`${stdout}\n${stderr}`)
    report.fail('the site is built')
    report.finish()
    process.exit(1)
  }
  console.log(`  built in ${((performance.now() - begin) / 1000).toFixed(0)} s`)
  report.pass()
}

checkLinks(report, folder, base)
const list = readFileSync(join(folder, 'llms.txt'), 'utf8')
report.expectNone(
  'llms.txt names the guides, the packages and the reference with whole addresses',
  ['guides/getting-started', 'packages/chat', 'api/core'].filter((page) => !list.includes(`(${origin}${base}${page})`)),
)

const explained = readFileSync(join(folder, 'guides', 'troubleshooting.html'), 'utf8')
const unions = readFileSync(join(docs, '..', '..', 'packages', 'core', 'api.txt'), 'utf8').matchAll(
  /^export type Tabby(?:Api)?ErrorCode = (.+);$/gm,
)
const codes = [...unions].flatMap(([, union]) => [...union.matchAll(/'(\w+)'/g)].map(([, code]) => code))
if (codes.length === 0) report.fail('api.txt of core has error codes')
report.expectNone(
  'Troubleshooting has a heading for each error code',
  codes.filter((code) => !explained.includes(`id="${code}"`)),
)

const executablePath = findChromium()
if (executablePath) {
  const screenshots = join(docs, 'artifacts', 'screenshots')
  await checkInBrowser(report, { executablePath, folder, base, screenshots, budgets })
} else {
  console.log('The site was NOT tested in a browser: install chromium-headless-shell or chromium.')
  if (process.env.CI) report.fail('there is no browser')
}
report.finish()
