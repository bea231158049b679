// Our declarations under each TypeScript that a consumer may have, with the library check on: as modules of Node and of
// a bundler, with the types of a browser and with those of Node alone.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createReport } from '../report.mjs'
import { listLibraryChecked } from '../workspace.mjs'
import { compilers, installCompilers, installPacked } from './matrix-tools.mjs'
import { runCommand } from './run-command.mjs'

const resolutions = {
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
}
const libraries = {
  'browser types': { lib: ['es2022', 'dom', 'dom.iterable', 'esnext.disposable'], types: [] },
  'types of Node alone': { lib: ['es2022'], types: ['node'] },
}

const report = createReport()
const packages = listLibraryChecked()
const folder = mkdtempSync(join(tmpdir(), 'compilers-'))

/** Imports every entry, and does what most apps do. */
function writeConsumer(name, skipped = []) {
  const specifiers = packages
    .flatMap(({ manifest }) =>
      Object.entries(manifest.publishConfig.exports)
        .filter(([, target]) => typeof target === 'object')
        .map(([subpath]) => manifest.name + subpath.slice(1)),
    )
    .filter((specifier) => !skipped.includes(specifier))
  const lines = [
    ...specifiers.map((specifier, index) => `import * as module${index} from '${specifier}'`),
    "import { readChatText, streamChatCompletion } from '@tabby/chat'",
    "import { createTabbyClient, isTabbyError } from '@tabby/core'",
    `export const modules: object[] = [${specifiers.map((_, index) => `module${index}`).join(', ')}]`,
    "const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: 'a-key' })",
    'export async function ask(content: string, signal: AbortSignal): Promise<string> {',
    "  let text = ''",
    '  try {',
    "    const stream = await streamChatCompletion(client, { messages: [{ role: 'user', content }] }, { signal })",
    '    for await (const piece of readChatText(stream)) text += piece',
    '  } catch (error) {',
    "    if (isTabbyError(error) && error.code === 'timeout') return 'late'",
    '    throw error',
    '  }',
    '  return text',
    '}',
  ]
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
}

async function compile(line, modules, resolution, library, file) {
  const compilerOptions = {
    ...resolutions[resolution],
    ...libraries[library],
    target: 'es2022',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
  }
  const config = join(folder, `tsconfig-${line}-${resolution}-${Object.keys(libraries).indexOf(library)}.json`)
  writeFileSync(config, JSON.stringify({ compilerOptions, files: [file] }))
  const program = join(modules, `typescript-${line}`, 'bin', 'tsc')
  const { code, output } = await runCommand(process.execPath, [program, '-p', config], { cwd: folder })
  report.expectNone(
    `TypeScript ${compilers[line]}, ${resolution}, ${library}: a strict consumer compiles with the library check on`,
    code === 0 ? [] : [output.trim().split('\n').slice(0, 12).join('\n    ')],
  )
}

try {
  const modules = installCompilers()
  await installPacked(
    folder,
    packages.map(({ short }) => short),
    { dependencies: { '@types/node': '20.19.43' } },
  )
  writeConsumer('consumer.ts')
  for (const line of Object.keys(compilers)) {
    const { version } = JSON.parse(readFileSync(join(modules, `typescript-${line}`, 'package.json'), 'utf8'))
    report.expectNone(`TypeScript ${line} is ${version}`, version === compilers[line] ? [] : [version])
    for (const resolution of Object.keys(resolutions)) {
      for (const library of Object.keys(libraries)) await compile(line, modules, resolution, library, 'consumer.ts')
    }
  }
  report.expectNone('the packages were installed', existsSync(join(folder, 'node_modules', '@tabby')) ? [] : ['no'])
} finally {
  rmSync(folder, { recursive: true, force: true })
}
report.finish()
