// All packages together, as a user gets them: packed, installed with npm into an empty folder, imported, type-checked.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createReport } from '../report.mjs'
import { packWorkspaces } from '../tarball.mjs'
import { listLayer, listLibraryChecked, listPackages, root } from '../workspace.mjs'

const report = createReport()
const packages = listPackages()
const folder = mkdtempSync(join(tmpdir(), 'consumer-'))

/** Runs one step of the consumer, and counts it; the tool's own words are the problem when it fails. */
function step(title, command, ...rest) {
  try {
    const output = execFileSync(command, rest, { cwd: folder, stdio: 'pipe', timeout: 180_000 }).toString()
    report.pass()
    return output
  } catch (error) {
    report.fail(
      `${title}\n${error.stdout ?? ''}${error.stderr ?? ''}${error.stdout || error.stderr ? '' : error.message}`,
    )
    return undefined
  }
}

/** Module specifiers that a manifest exports: `@tabby/chat`, `@tabby/chat/schema`. */
function listSpecifiers({ name, exports, publishConfig }) {
  return Object.entries(publishConfig?.exports ?? exports)
    .filter(([, target]) => typeof target === 'object')
    .map(([subpath]) => name + subpath.slice(1))
}

/** A module that imports all entries, and chats when both packages for it are there, and its compiler's settings. */
function writeConsumer(name, imported, options) {
  const specifiers = imported.flatMap(({ manifest }) => listSpecifiers(manifest))
  const imports = specifiers.map((specifier, index) => `import * as module${index} from '${specifier}'`)
  const has = (short, word) =>
    packages.some((workspace) => workspace.short === short && readDeclarations(workspace).includes(word))
  const chat = has('core', 'createTabbyClient') && has('chat', 'createChatCompletion')
  const lines = [
    ...imports,
    ...(chat
      ? ["import { createTabbyClient } from '@tabby/core'", "import { createChatCompletion } from '@tabby/chat'"]
      : []),
    `export const modules: object[] = [${specifiers.map((_, index) => `module${index}`).join(', ')}]`,
    ...(chat
      ? [
          "const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: 'a-key' })",
          'export async function ask(question: string): Promise<string> {',
          "  const answer = await createChatCompletion(client, { messages: [{ role: 'user', content: question }] })",
          "  return answer.choices[0]?.message.content ?? ''",
          '}',
        ]
      : []),
  ]
  writeFileSync(join(folder, `${name}.ts`), `${lines.join('\n')}\n`)
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable', 'dom.asynciterable', 'esnext.disposable'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    types: [],
    noEmit: true,
    ...options,
  }
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ compilerOptions, files: [`${name}.ts`] }))
}

function readDeclarations({ folder: workspaceFolder }) {
  return readFileSync(join(root, workspaceFolder, 'dist', 'index.d.ts'), 'utf8')
}

try {
  const tarballs = packWorkspaces(packages, join(folder, 'tarballs'))
  const dependencies = Object.fromEntries([...tarballs].map(([name, tarball]) => [name, `file:${tarball}`]))
  // Whoever imports an entry that needs an optional peer has installed it.
  const optional = Object.assign(
    {},
    ...packages.map(({ manifest: { peerDependencies, peerDependenciesMeta = {} } }) =>
      Object.fromEntries(Object.keys(peerDependenciesMeta).map((name) => [name, peerDependencies[name]])),
    ),
  )
  const manifest = { name: 'consumer', private: true, type: 'module', dependencies: { ...optional, ...dependencies } }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  const installed = step('npm installs all packages together', 'npm', 'install', ...quietly)
  if (installed !== undefined) {
    for (const specifier of packages.flatMap((workspace) => listSpecifiers(workspace.manifest))) {
      step(`node imports ${specifier}`, 'node', '--input-type=module', '--eval', `await import('${specifier}')`)
    }
    writeConsumer('consumer', listLibraryChecked(), { skipLibCheck: false })
    writeConsumer('adapters', listLayer('adapters'), { skipLibCheck: true })
    const compile = (name) => [join(root, 'node_modules', '.bin', 'tsc'), '-p', join(folder, `${name}.json`)]
    step('a strict consumer compiles (nodenext, library check on)', ...compile('consumer'))
    step('a strict consumer of adapters compiles (nodenext)', ...compile('adapters'))
    for (const name of ['@tabby/core', 'ky', 'eventsource-parser', 'valibot']) {
      const copies = JSON.parse(step(`npm knows ${name}`, 'npm', 'query', `[name="${name}"]`) ?? '[]')
      report.expectNone(
        `${name} is there once`,
        copies.length > 1 ? copies.map(({ location, version }) => `${location} ${version}`) : [],
      )
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
report.finish()
