// What a user installs, package by package: packed as publishing packs it, then looked at from outside.
// `node .ci/checks/packages.mjs chat` looks at one. Programs are packages of their own, with every library inside.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { createReport } from '../report.mjs'
import { listTarball, packWorkspaces, unpackTarball } from '../tarball.mjs'
import { listPackages, listPublished, root } from '../workspace.mjs'

const report = createReport()
/** Ways of resolving modules that packages of ES modules alone need not answer. */
const foreignResolutions = ['node10', 'node16-cjs']
const innerLibraries = ['valibot', 'ky', 'eventsource-parser', '@standard-schema/spec']
const namesInnerLibrary = new RegExp(`['"](?:${innerLibraries.join('|')})(?:/[^'"]*)?['"]`)

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

const describe = ({ kind, entrypoint = '', resolutionKind = '' }) => [kind, entrypoint, resolutionKind].join(' ')

async function check(name, tarball, folder) {
  const expectNone = (title, problems) => report.expectNone(`${name}: ${title}`, problems)
  const packed = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const paths = listTarball(tarball)

  const packedText = JSON.stringify(packed)
  expectNone(
    'the packed manifest has no source condition, no workspace range and no catalog range',
    ['@tabby/source', 'workspace:', 'catalog:'].filter((word) => packedText.includes(word)),
  )
  expectNone(
    'no test is published',
    paths.filter((path) => /\.test(?:-d)?\./.test(path)),
  )

  expectNone(
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
  expectNone(
    'no comment in the code names a file of the source',
    paths.filter(
      (path) => path.endsWith('.js') && /^\/\/ \S+\.[cm]?[jt]sx?$/m.test(readFileSync(join(folder, path), 'utf8')),
    ),
  )
  expectNone(
    'no file names the kit, which nobody can install',
    paths.filter((path) => readFileSync(join(folder, path), 'utf8').includes('@tabby/kit')),
  )
  expectNone(
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
    expectNone(
      `the types of ${subpath} name no inner library: ${innerLibraries.join(', ')}`,
      [...reachableDeclarations(folder, target.types)]
        .filter(([, declarations]) => namesInnerLibrary.test(declarations.replaceAll(/\/\*[\s\S]*?\*\//g, '')))
        .map(([path]) => relative(folder, path)),
    )
  }

  const { messages, pkg } = await publint({ pkgDir: folder, strict: true, pack: false })
  expectNone(
    'publint --strict is content',
    messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code),
  )
  const analysis = await checkPackage(createPackageFromTarballData(readFileSync(tarball)))
  expectNone(
    'attw resolves the types of every entry, as a module of Node and for bundlers',
    analysis.types
      ? analysis.problems.filter(({ resolutionKind }) => !foreignResolutions.includes(resolutionKind)).map(describe)
      : ['it has no types'],
  )
}

/** Licences that let anybody publish what they cover. */
const permissive = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']

function checkProgram(name, tarball, folder) {
  const expectNone = (title, problems) => report.expectNone(`${name}: ${title}`, problems)
  const packed = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const paths = listTarball(tarball)
  expectNone('npx installs it alone', Object.keys({ ...packed.dependencies, ...packed.peerDependencies }))
  expectNone(
    'its commands, its licence and its README are inside',
    [...Object.values(packed.bin), 'LICENSE', 'README.md'].filter((path) => !paths.includes(path.replace('./', ''))),
  )
  expectNone(
    'no path of the machine that built it, no source map and no test is inside',
    paths.filter(
      (path) => /\.map$|\.test\./.test(path) || readFileSync(join(folder, path), 'utf8').includes(`${root}/`),
    ),
  )
  const licences = readFileSync(join(folder, 'dist', 'LICENSES.txt'), 'utf8')
  const titles = [...licences.matchAll(/^(\S+ \d+\.\d+\.\S+) \((.*)\)$/gm)]
  expectNone('it lists the licences of the libraries in it', titles.length > 5 ? [] : [`only ${titles.length}`])
  expectNone(
    `each of them is one of ${permissive.join(', ')}`,
    titles.filter(([, , licence]) => !permissive.includes(licence)).map(([title]) => title),
  )
}

const temporary = mkdtempSync(join(tmpdir(), 'packages-'))
try {
  const named = process.argv.slice(2)
  const isWanted = ({ short }) => named.length === 0 || named.includes(short)
  const wanted = listPackages().filter(isWanted)
  for (const [name, tarball] of packWorkspaces(wanted, temporary)) {
    await check(name, tarball, unpackTarball(tarball, join(temporary, name)))
  }
  const programs = listPublished().filter(({ folder }) => folder.startsWith('apps/'))
  for (const [name, tarball] of packWorkspaces(programs.filter(isWanted), temporary)) {
    checkProgram(name, tarball, unpackTarball(tarball, join(temporary, name)))
  }
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
report.finish()
