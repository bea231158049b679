// What a user ships: each function bundled by esbuild with all that it needs (client and ky included), minified, gzip.
// The budgets are the `size-limit` rows of package.json; `--write` adds rows for new functions and puts the measured
// figures into the READMEs.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { syncReadmeSizes } from './readme-sizes.mjs'
import { createReport } from './report.mjs'
import { listServices, listWorkspaces, readJson, root } from './workspace.mjs'

const write = process.argv.includes('--write')
const report = createReport()
const manifest = readJson('package.json')
const core = 'packages/core/dist/index.js'
const coreOnFetch = 'packages/core/dist/fetch/index.js'
const chat = 'packages/chat/dist/index.js'

/** Budgets that were promised before the code was there, in kB: a row may ask for less, never for more. */
const promised = {
  isTabbyError: 0.3,
  createChatCompletion: 8.5,
  streamChatCompletion: 9,
  'createChatCompletion + streamChatCompletion': 10,
  listModels: 7.5,
}

/** Budgets that are not reached, in kB. Their rows hold what is reached, so that it does not grow meanwhile. */
const notReached = {
  'core/fetch + streamChatCompletion': 4,
  'core/fetch + listModels': 2,
}

/** What a helper may weigh above a client that sends and streams, without the schema library, in bytes of gzip. */
const helperLimit = 2000
const helpers = `imagePart splitReasoning readChatEvents teeStream measureStream toReadableStream fromReadableStream
  createStreamResponse defineTool runTools streamTools createChatObject streamChatObject createCompletionObject
  streamCompletionObject countTokens fitMessages checkSamplerParams createSamplerOverrides useSamplerOverrides
  ensureModel useModel useLoras useTemplate readLoadEstimates checkAnsweredModel requirePermission
  checkConnection`.split(/\s+/)

/** The functions that an entry exports; classes and constants need no row. */
async function listFunctions(path) {
  const module = await import(pathToFileURL(join(root, path)).href)
  return Object.entries(module)
    .filter(([, value]) => typeof value === 'function' && !/^class\b/.test(Function.prototype.toString.call(value)))
    .map(([name]) => name)
}

function createRow(name, path, limit) {
  const imports =
    path === core
      ? {
          [core]:
            name === 'isTabbyError' || name === 'createTabbyClient' ? `{ ${name} }` : `{ createTabbyClient, ${name} }`,
        }
      : { [core]: '{ createTabbyClient }', [path]: `{ ${name.replaceAll(' + ', ', ')} }` }
  return { name, import: imports, limit, gzip: true, ignore: [] }
}

function measure(rows) {
  const config = join(root, 'node_modules', '.cache', 'size-limit.json')
  mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true })
  // Our own copy of the rows: paths are read relative to the file that holds them.
  const absolute = rows.map((row) => ({
    ...row,
    import: Object.fromEntries(Object.entries(row.import).map(([path, names]) => [join(root, path), names])),
  }))
  writeFileSync(config, JSON.stringify(absolute))
  try {
    return JSON.parse(
      execFileSync('size-limit', ['--json', '--config', config], { cwd: root, stdio: 'pipe' }).toString(),
    )
  } catch (error) {
    // size-limit exits non-zero when a row is over its limit, and still prints the figures.
    if (error.stdout?.toString().trim().startsWith('[')) return JSON.parse(error.stdout.toString())
    throw new Error(`${error.stderr}${error.stdout}`, { cause: error })
  }
}

const functions = new Map()
for (const path of [core, ...listServices().map(({ folder }) => `${folder}/dist/index.js`)]) {
  for (const name of await listFunctions(path)) functions.set(name, path)
}
let rows = manifest['size-limit']
const wanted = new Map(functions)
const together = ['createChatCompletion', 'streamChatCompletion']
if (together.every((name) => functions.has(name))) wanted.set(together.join(' + '), chat)
const missing = [...wanted].filter(([name]) => !rows.some((row) => row.name === name))
if (write && missing.length > 0) {
  const added = missing.map(([name, path]) => createRow(name, path, '100 kB'))
  for (const [index, { size }] of measure(added).entries()) {
    const limit = promised[added[index].name] ?? Math.ceil(size / 100) / 10 + 0.2
    added[index].limit = `${limit.toFixed(1)} kB`
  }
  rows = [...rows, ...added]
  writeFileSync(join(root, 'package.json'), `${JSON.stringify({ ...manifest, 'size-limit': rows }, null, 2)}\n`)
}
report.expectNone(
  'every function has a size row (node .ci/check-sizes.mjs --write adds it)',
  write ? [] : missing.map(([name, path]) => `${name} of ${path}`),
)
report.expectNone(
  'no row asks for more than what was promised',
  rows.filter(({ name, limit }) => parseFloat(limit) > (promised[name] ?? Infinity)).map(({ name }) => name),
)
const onFetch = new Set(await listFunctions(coreOnFetch))
const isThere = (name, path) => (path === coreOnFetch ? onFetch.has(name) : functions.get(name) === path)
const gone = rows.flatMap((row) =>
  Object.entries(row.import).flatMap(([path, names]) =>
    names
      .replaceAll(/[{}]/g, '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => !isThere(name, path))
      .map((name) => `${row.name}: ${path} exports no ${name}`),
  ),
)
report.expectNone('every size row names functions that exist', gone)

const figures = gone.length > 0 ? [] : measure(rows)
const kilobytes = (size) => `${(size / 1000).toFixed(1)} kB`
for (const [index, { name, size, passed }] of figures.entries()) {
  const goal = notReached[name] ? `, not yet the ${notReached[name].toFixed(1)} kB that it is to have` : ''
  console.log(`  ${name.padEnd(45)} ${kilobytes(size).padStart(8)} of ${rows[index].limit}${goal}`)
  report.expectNone(`${name} keeps its budget`, passed ? [] : [`${size} bytes, limit ${rows[index].limit}`])
}

/** What a user of a client pays for one more function. */
async function weigh(...names) {
  const ofClient = `export { createTabbyClient, requestJson, requestStream } from './${core}'`
  const ofHelpers = names.map((name) => `export { ${name} } from './${functions.get(name)}'`)
  const { outputFiles } = await build({
    stdin: { contents: [ofClient, ...ofHelpers].join('\n'), resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    external: ['valibot'],
  })
  return gzipSync(outputFiles[0].contents, { level: 9 }).length
}

const client = await weigh()
for (const name of helpers) {
  report.expectNone(`the helper ${name} exists`, functions.has(name) ? [] : ['no package exports it'])
  if (!functions.has(name)) continue
  const above = (await weigh(name)) - client
  console.log(`  ${`${name} above a client`.padEnd(45)} ${kilobytes(above).padStart(8)} of ${kilobytes(helperLimit)}`)
  report.expectNone(
    `${name} keeps what a helper may weigh`,
    above > helperLimit ? [`${above} bytes, limit ${helperLimit}`] : [],
  )
}

/** Bundles one function as a user would, and returns the text and what went into it. */
async function bundle(name, entry = functions.get(name)) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export { ${name} } from './${entry}'`, resolveDir: root },
    bundle: true,
    format: 'esm',
    write: false,
    metafile: true,
    treeShaking: true,
  })
  const [output] = Object.values(metafile.outputs)
  const used = Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0)
  return { text: outputFiles[0].text, inputs: used.map(([path]) => path) }
}

for (const name of ['requestJson', 'createChatCompletion', 'createCompletion'].filter((each) => functions.has(each))) {
  const { text, inputs } = await bundle(name)
  report.expectNone(`${name} ships no stream code`, [
    ...(text.includes('[DONE]') ? ['its bundle holds [DONE]'] : []),
    ...inputs.filter((path) => path.includes('eventsource-parser')),
  ])
}

const { inputs: inputsOnFetch } = await bundle('createTabbyClient', coreOnFetch)
report.expectNone(
  'the client on fetch ships nothing but our own code',
  inputsOnFetch.filter((path) => path.includes('node_modules')),
)

/**
 * What an entry keeps in a bundle that imports nothing from it: without its package.json esbuild trusts the marks in
 * the code alone, so this shows each statement that runs on import, such as a schema built without a PURE mark.
 */
async function listKeptStatements(folder) {
  const copy = mkdtempSync(join(tmpdir(), 'unused-'))
  try {
    cpSync(join(root, folder, 'dist'), copy, { recursive: true })
    const entry = { contents: "import './index.js'", resolveDir: copy }
    const { outputFiles } = await build({
      stdin: entry,
      bundle: true,
      format: 'esm',
      write: false,
      packages: 'external',
    })
    const withoutImports = outputFiles[0].text.replaceAll(/^import (?:[^'"]*? from )?".*";$/gm, '')
    return withoutImports.split('\n').filter((line) => !/^\s*(?:\/\/.*)?$/.test(line))
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

for (const folder of ['packages/core', ...listServices().map((workspace) => workspace.folder)]) {
  const kept = await listKeptStatements(folder)
  report.expectNone(`${folder} runs nothing when it is imported`, kept.length > 0 ? kept.slice(0, 12) : [])
}

const sizes = new Map(figures.map(({ name, size }) => [name, kilobytes(size)]))
const readmes = [
  '.',
  ...listWorkspaces('packages').map(({ folder }) => folder),
  ...listWorkspaces('apps').map(({ folder }) => folder),
]
report.expectNone(
  'the sizes in the READMEs are the measured ones (node .ci/check-sizes.mjs --write puts them in)',
  figures.length > 0 ? readmes.flatMap((folder) => syncReadmeSizes(join(folder, 'README.md'), sizes, write)) : [],
)
report.finish()
