// What a user ships: each exported function, bundled with the client and all that it needs, minified and compressed by
// size-limit. A row fails when it grew by more than a tenth over the size recorded in sizes.json: a tripwire against
// accidents, such as a schema library in a bundle that had none. `--write` records the sizes and puts them into the
// READMEs.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { createReport } from '../report.mjs'
import { listCoreUsers, listWorkspaces, readJson, root } from '../workspace.mjs'
import { syncReadmeSizes } from './readme-sizes.mjs'

const write = process.argv.includes('--write')
const report = createReport()
const core = 'packages/core/dist/index.js'
const coreOnFetch = 'packages/core/dist/fetch/index.js'
const entries = [core, ...listCoreUsers().map(({ folder }) => `${folder}/dist/index.js`)]
const recorded = readJson('.ci', 'checks', 'sizes.json')

/** The functions that an entry exports; classes and constants are not weighed. */
async function listFunctions(path) {
  const module = await import(pathToFileURL(join(root, path)).href)
  return Object.entries(module)
    .filter(([, value]) => typeof value === 'function' && !/^class\b/.test(Function.prototype.toString.call(value)))
    .map(([name]) => name)
}

const homes = new Map()
for (const path of entries) for (const name of await listFunctions(path)) homes.set(name, path)

/** A program with the client and these functions. */
function listImports(client, ...functions) {
  const imports = { [client]: ['createTabbyClient'] }
  for (const name of functions) imports[homes.get(name)] = [...(imports[homes.get(name)] ?? []), name]
  return imports
}

const programs = {
  ...Object.fromEntries([...homes.keys()].map((name) => [name, listImports(core, name)])),
  isTabbyError: { [core]: ['isTabbyError'] },
  createTabbyClient: { [core]: ['createTabbyClient'] },
  'createChatCompletion + streamChatCompletion': listImports(core, 'createChatCompletion', 'streamChatCompletion'),
  ...Object.fromEntries(
    ['createChatCompletion', 'streamChatCompletion', 'listModels'].map((name) => [
      `core/fetch + ${name}`,
      listImports(coreOnFetch, name),
    ]),
  ),
  // What users of the AI SDK would ship without ours.
  '@ai-sdk/openai-compatible': {
    'packages/ai-sdk/node_modules/@ai-sdk/openai-compatible/dist/index.mjs': ['createOpenAICompatible'],
  },
}

function measure() {
  const folder = join(root, 'node_modules', '.cache')
  const config = join(folder, 'size-limit.json')
  mkdirSync(folder, { recursive: true })
  const checks = Object.entries(programs).map(([name, imports]) => ({
    name,
    // size-limit reads paths relative to its configuration.
    import: Object.fromEntries(
      Object.entries(imports).map(([path, names]) => [join(root, path), `{ ${names.join(', ')} }`]),
    ),
    limit: `${Math.ceil((recorded[name] ?? Infinity) * 1.1)} B`.replace('Infinity B', '1 MB'),
    gzip: true,
    ignore: [],
  }))
  writeFileSync(config, JSON.stringify(checks))
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

const kilobytes = (size) => `${(size / 1000).toFixed(1)} kB`
const figures = measure()
for (const { name, size, passed } of figures) {
  const before = recorded[name]
  console.log(`  ${name.padEnd(45)} ${kilobytes(size).padStart(8)}`)
  if (write) continue
  const problem = before === undefined ? 'no size is recorded' : `${size} bytes, ${before} were recorded`
  report.expectNone(
    `${name} weighs what is recorded (\`pnpm sizes --write\` records it)`,
    before && passed ? [] : [problem],
  )
}
report.expectNone(
  'every recorded size belongs to a function that exists',
  write ? [] : Object.keys(recorded).filter((name) => !figures.some((figure) => figure.name === name)),
)
if (write) {
  const sizes = Object.fromEntries(figures.map(({ name, size }) => [name, size]))
  writeFileSync(join(root, '.ci', 'checks', 'sizes.json'), `${JSON.stringify(sizes, null, 2)}\n`)
}

/** Bundles one function as a user would, and returns the text and what went into it. */
async function bundle(name, entry = homes.get(name)) {
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

for (const name of ['requestJson', 'createChatCompletion', 'createCompletion']) {
  const { text, inputs } = await bundle(name)
  report.expectNone(`${name} ships no stream code`, [
    ...(text.includes('[DONE]') ? ['its bundle holds [DONE]'] : []),
    ...inputs.filter((path) => path.includes('eventsource-parser')),
  ])
}

const { inputs: inputsOnFetch } = await bundle('createTabbyClient', coreOnFetch)
report.expectNone(
  'the client on fetch ships no code but our own',
  inputsOnFetch.filter((path) => path.includes('node_modules')),
)

/**
 * What an entry keeps in a bundle that imports nothing from it: without its package.json esbuild trusts the marks in
 * the code alone, so this shows each statement that runs on import, such as a schema built without a PURE mark.
 */
async function listKeptStatements(path) {
  const copy = mkdtempSync(join(tmpdir(), 'unused-'))
  try {
    cpSync(join(root, path, '..'), copy, { recursive: true })
    const { outputFiles } = await build({
      stdin: { contents: "import './index.js'", resolveDir: copy },
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

for (const path of entries) {
  report.expectNone(`${path} runs nothing when it is imported`, (await listKeptStatements(path)).slice(0, 12))
}

const sizes = new Map(figures.map(({ name, size }) => [name, kilobytes(size)]))
const readmes = ['.', ...[...listWorkspaces('packages'), ...listWorkspaces('apps')].map(({ folder }) => folder)]
report.expectNone(
  'the sizes in the READMEs are the measured ones (`pnpm sizes --write` puts them in)',
  readmes.flatMap((folder) => syncReadmeSizes(join(folder, 'README.md'), sizes, write)),
)
report.finish()
