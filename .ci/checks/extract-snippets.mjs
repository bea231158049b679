// Every ```ts fence of the READMEs, of CONTRIBUTING and of the pages on production and on a night's run, and every @example of a public name,
// as files in apps/examples/.generated, where they are compiled and run. A fence's first line may add:
//   ```ts continue           it goes on where the fence before it in the same file ended
//   ```ts no-run (reason)    it is compiled, not run
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { createApiProgram, listExports } from './public-api.mjs'
import { listEntries, listPackages, listWorkspaces, root } from '../workspace.mjs'

const target = join(root, 'apps', 'examples', '.generated')
const packages = listPackages()

/** The TypeScript fences of a Markdown text, each under the last heading before it. */
function listFences(text) {
  const fences = []
  let heading = ''
  let open
  for (const [index, line] of text.split('\n').entries()) {
    const fence = /^ {0,3}(`{3,})(.*)$/.exec(line)
    if (open) {
      if (fence && fence[1].length >= open.ticks && fence[2].trim() === '') {
        fences.push({ ...open, code: open.lines.join('\n') })
        open = undefined
      } else open.lines.push(line)
    } else if (fence) open = { ticks: fence[1].length, info: fence[2].trim(), heading, line: index + 1, lines: [] }
    else heading = /^#+\s+(.*)$/.exec(line)?.[1] ?? heading
  }
  return fences.filter(({ info }) => /^(?:tsx?|typescript)\b/.test(info))
}

/** Fences of one place as snippets, with the code of `continue` fences put together. */
function toSnippets(fences, describe) {
  let before = ''
  return fences.map((fence) => {
    const words = fence.info.replace(/^\w+\s*/, '')
    if (words !== '' && words !== 'continue' && !/^(?:continue )?no-run \(.+\)$/.test(words)) {
      throw new Error(`${describe(fence)}: "${fence.info}" is none of: ts, ts continue, ts no-run (reason)`)
    }
    before = words.startsWith('continue') ? `${before}\n\n${fence.code}` : fence.code
    const extension = fence.info.startsWith('tsx') ? '.tsx' : '.ts'
    return { title: describe(fence), code: before, run: !words.includes('no-run'), extension }
  })
}

function listGuides() {
  const folder = 'apps/docs/guides'
  if (!existsSync(join(root, folder))) return []
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.md'))
  return names.sort().map((name) => `${folder}/${name}`)
}

function listDocumentSnippets() {
  const documents = [
    'README.md',
    '.github/CONTRIBUTING.md',
    ...[...packages, ...listWorkspaces('apps')].map(({ folder }) => `${folder}/README.md`),
    ...listGuides(),
  ]
  return documents
    .filter((path) => existsSync(join(root, path)))
    .flatMap((path) =>
      toSnippets(
        listFences(readFileSync(join(root, path), 'utf8')),
        ({ heading, line }) => `${path}:${line} ${heading}`,
      ),
    )
}

function listDocBlockSnippets() {
  const program = createApiProgram(packages)
  const checker = program.getTypeChecker()
  return packages.flatMap((workspace) =>
    listEntries(workspace).flatMap(({ subpath, source }) =>
      listExports(program, workspace, source).flatMap(({ name, symbol }) =>
        [symbol, ...(symbol.members?.values() ?? [])].flatMap((each) => {
          const place = `${workspace.manifest.name}${subpath.slice(1)} ${name}${each === symbol ? '' : `.${each.name}`}`
          return each
            .getJsDocTags(checker)
            .filter((tag) => tag.name === 'example')
            .flatMap((tag) => toSnippets(listFences(ts.displayPartsToString(tag.text)), () => place))
        }),
      ),
    ),
  )
}

const taken = new Map()
function chooseFileName(title, extension) {
  const base = title
    .replace(/[^\w]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase()
  const count = (taken.get(base) ?? 0) + 1
  taken.set(base, count)
  return `${base}${count > 1 ? `-${count}` : ''}${extension}`
}

rmSync(target, { recursive: true, force: true })
mkdirSync(join(target, 'snippets'), { recursive: true })
const snippets = [...listDocumentSnippets(), ...listDocBlockSnippets()].map(({ title, code, run, extension }) => {
  const file = chooseFileName(title, extension)
  // Without an import or export a file is a script, and its names would clash with those of other snippets.
  const isModule = /^(?:import|export)\b/m.test(code)
  writeFileSync(join(target, 'snippets', file), `// ${title}\n${code}\n${isModule ? '' : 'export {}\n'}`)
  return { title, file, run }
})
writeFileSync(join(target, 'snippets.json'), `${JSON.stringify(snippets, null, 2)}\n`)
const places = new Map()
for (const { title, run } of snippets) {
  const [place, ...name] = title.split(' ')
  const shown = `${name.join(' ') || 'top'}${run ? '' : ' (compiled only)'}`
  const key = place.replace(/:\d+$/, '')
  places.set(key, [...(places.get(key) ?? []), shown])
}
for (const [place, names] of places) console.log(`snippets of ${place}: ${names.join(', ')}`)
console.log(`${snippets.length} snippets, ${snippets.filter(({ run }) => run).length} of them to run`)
