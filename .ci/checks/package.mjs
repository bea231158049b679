// What a user installs, package by package: packed as publishing packs it, then looked at from outside.
// Runs in the folder of a package (turbo task `test:package`).
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { createReport } from '../report.mjs'
import { listTarball, packWorkspace, unpackTarball } from '../tarball.mjs'
import { root } from '../workspace.mjs'

const workspaceFolder = relative(root, process.cwd())
const temporary = mkdtempSync(join(tmpdir(), 'package-'))
const report = createReport()

/** Declaration files that a consumer's compiler reads when it imports `entry`: the entry and its relative imports. */
function reachableDeclarations(folder, entry) {
  const found = new Map()
  const visit = (path) => {
    if (found.has(path) || !existsSync(path)) return
    const text = readFileSync(path, 'utf8')
    found.set(path, text)
    for (const [, specifier] of text.matchAll(/(?:from|import)\s*\(?['"](\.[^'"]+)['"]/g)) {
      visit(join(dirname(path), specifier.replace(/\.js$/, '.d.ts')))
    }
  }
  visit(join(folder, entry))
  return found
}

try {
  const tarball = packWorkspace(workspaceFolder, temporary)
  const folder = unpackTarball(tarball, temporary)
  const packed = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const paths = listTarball(tarball)

  const packedText = JSON.stringify(packed)
  report.expectNone(
    'the packed manifest has no source condition, no workspace range and no catalog range',
    ['@tabby/source', 'workspace:', 'catalog:'].filter((word) => packedText.includes(word)),
  )
  report.expectNone(
    'no test is published',
    paths.filter((path) => /\.test(?:-d)?\./.test(path)),
  )

  report.expectNone(
    'no path of the machine that built it is inside',
    paths
      .filter((path) => /\.(?:js|ts|map|json)$/.test(path))
      .filter((path) => {
        const text = readFileSync(join(folder, path), 'utf8')
        return [root, ...(homedir().length > 1 ? [`${homedir()}/`] : []), 'node_modules/.pnpm'].some((place) =>
          text.includes(place),
        )
      }),
  )
  report.expectNone(
    'no comment in the code names a file of the source',
    paths.filter(
      (path) => path.endsWith('.js') && /^\/\/ \S+\.[cm]?[jt]sx?$/m.test(readFileSync(join(folder, path), 'utf8')),
    ),
  )
  report.expectNone(
    'no file names the kit, which nobody can install',
    paths.filter((path) => readFileSync(join(folder, path), 'utf8').includes('@tabby/kit')),
  )
  report.expectNone(
    'source maps name no file outside the package, and hold the text of each',
    paths.filter((path) => {
      if (!path.endsWith('.map')) return false
      const { sources, sourcesContent } = JSON.parse(readFileSync(join(folder, path), 'utf8'))
      const outside = sources.some((source) => !/^(?:\.\.\/)+src\//.test(source))
      return outside || (sourcesContent ?? []).length !== sources.length
    }),
  )
  const targets = Object.entries(packed.exports).filter(([, target]) => typeof target === 'object')
  for (const [subpath, target] of targets.filter(([each]) => each !== './schema')) {
    const hidden = ['valibot', 'ky', 'eventsource-parser', '@standard-schema/spec']
    const pattern = new RegExp(`['"](?:${hidden.join('|')})(?:/[^'"]*)?['"]`)
    report.expectNone(
      `the types of ${subpath} name no inner library: ${hidden.join(', ')}`,
      [...reachableDeclarations(folder, target.types)]
        .filter(([, declarations]) => pattern.test(declarations.replaceAll(/\/\*[\s\S]*?\*\//g, '')))
        .map(([path]) => relative(folder, path)),
    )
  }

  const { messages, pkg } = await publint({ pkgDir: folder, strict: true, pack: false })
  report.expectNone(
    'publint --strict is content',
    messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code),
  )
  const attw = spawnSync('attw', [tarball, '--profile', 'esm-only', '--format', 'ascii', '--no-emoji', '--no-color'])
  report.expectNone(
    'attw resolves the types of every entry (profile esm-only)',
    attw.status === 0 ? [] : [`${attw.stdout}${attw.stderr}${attw.error ?? ''}`],
  )
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
report.finish()
