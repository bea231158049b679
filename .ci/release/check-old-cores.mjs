// Compiles and tests each service against the minimum core of each part of its peer range, as that was released: a
// service that uses a newer option or member fails here. `npm test` covers a minimum core that is not released yet.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isPresentCore, listMinimumCores } from './minimum-cores.mjs'
import { createReport } from '../report.mjs'
import { listServices, root } from '../workspace.mjs'
import { runCommand } from './run-command.mjs'

const report = createReport()
const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'old-cores-')))
const lastWords = ({ output }) => output.trim().split('\n').slice(-20).join('\n    ')

/** Unpacks the source of a released core, beside the modules that the present one uses. */
async function unpackCore(version) {
  const folder = join(temporary, version)
  mkdirSync(folder)
  const archive = join(temporary, `${version}.tar`)
  const parts = ['archive', '--output', archive, `@tabby/core@${version}`, 'packages/core/src']
  const written = await runCommand('git', parts, { cwd: root, env: process.env })
  const unpacked = await runCommand('tar', ['-xf', archive, '-C', folder], { env: process.env })
  if (written.code !== 0 || unpacked.code !== 0) throw new Error(lastWords(written) + lastWords(unpacked))
  symlinkSync(join(root, 'packages', 'core', 'node_modules'), join(folder, 'packages', 'core', 'node_modules'))
  return join(folder, 'packages', 'core', 'src')
}

/** Whether the core in this repository is still what was released with that version. */
async function isUnchanged(version) {
  const parts = ['diff', '--quiet', `@tabby/core@${version}`, '--', 'packages/core/src']
  return (await runCommand('git', parts, { cwd: root, env: process.env })).code === 0
}

async function checkService({ folder, short }, minimum, source) {
  const place = join(root, folder)
  const paths = {
    '@tabby/core': [join(source, 'index.ts')],
    '@tabby/core/fetch': [join(source, 'fetch', 'index.ts')],
  }
  const config = join(temporary, `${short}-${minimum}.json`)
  const settings = {
    extends: join(place, 'tsconfig.json'),
    compilerOptions: { noEmit: true, paths, typeRoots: [join(root, 'node_modules', '@types')] },
    include: [join(place, 'src')],
    exclude: ['test.ts', 'test-d.ts'].map((end) => join(place, 'src', '**', `*.${end}`)),
  }
  writeFileSync(config, JSON.stringify(settings))
  const env = { ...process.env, NO_COLOR: '1', TABBY_OLD_CORE: source }
  const compiled = await runCommand('tsc', ['-p', config], { cwd: place, env })
  report.expectNone(`${short} compiles with core ${minimum}`, compiled.code === 0 ? [] : [lastWords(compiled)])
  const parts = ['run', '--config', '../../.ci/build/vitest.config.ts']
  const tested = await runCommand('vitest', parts, { cwd: place, env, limit: 300_000 })
  report.expectNone(`the tests of ${short} pass with core ${minimum}`, tested.code === 0 ? [] : [lastWords(tested)])
}

try {
  const sources = {}
  for (const workspace of listServices()) {
    for (const minimum of listMinimumCores(workspace.manifest)) {
      if (isPresentCore(minimum) || (await isUnchanged(minimum))) report.pass()
      else await checkService(workspace, minimum, (sources[minimum] ??= await unpackCore(minimum)))
    }
  }
} catch (error) {
  report.fail(error.stack)
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
report.finish()
