import { join } from 'node:path'
import ts from 'typescript'
import { root } from '../workspace.mjs'

/** The declaration file of each entry that users can import, as publishing names it. */
function listDeclarations({ folder, manifest }) {
  return Object.entries(manifest.publishConfig?.exports ?? manifest.exports ?? {})
    .filter(([, target]) => typeof target === 'object' && target.types)
    .map(([subpath, target]) => ({ name: manifest.name + subpath.slice(1), path: join(root, folder, target.types) }))
}

/** One compiler program over the built declarations of the packages, as a consumer's compiler reads them. */
export function createDeclarationProgram(packages) {
  const files = packages.flatMap((workspace) => listDeclarations(workspace).map(({ path }) => path))
  return ts.createProgram(files, {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    types: ['node'],
    skipLibCheck: true,
    noEmit: true,
  })
}

/**
 * Writes down what a package promises: each declaration that an entry exports, without its comments, and below them
 * those that it needs and does not export. Sorted by name, so that only what changes shows in a review.
 */
export function writeApiReport(program, workspace) {
  const checker = program.getTypeChecker()
  const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed })
  const dist = join(root, workspace.folder, 'dist')
  const resolve = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)
  const print = (declaration) => {
    const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration
    const text = printer.printNode(ts.EmitHint.Unspecified, statement, declaration.getSourceFile())
    return text.replace(/^(?:export )?(?:declare )?/, '')
  }

  /** Adds what the declarations of a symbol mention, as far as this package declares it. */
  function collect(symbol, found) {
    for (const declaration of symbol.declarations ?? []) {
      const visit = (node) => {
        const mentioned = ts.isIdentifier(node) && checker.getSymbolAtLocation(node)
        const target = mentioned && resolve(mentioned)
        const [place] = (target && target.declarations) || []
        const ours = place?.getSourceFile().fileName.startsWith(dist)
        const isStatement = place?.parent && (ts.isSourceFile(place.parent) || ts.isVariableDeclaration(place))
        if (ours && isStatement && !found.has(target)) {
          found.add(target)
          collect(target, found)
        }
        ts.forEachChild(node, visit)
      }
      visit(declaration)
    }
  }

  // What another entry wrote down already is not repeated for being needed here too.
  const written = new Set()
  const sections = listDeclarations(workspace).map(({ name, path }) => {
    const file = program.getSourceFile(path)
    if (!file) throw new Error(`${name} is not built: ${path} is missing`)
    const module = checker.getSymbolAtLocation(file)
    const exported = module ? checker.getExportsOfModule(module) : []
    const own = new Map(exported.map((symbol) => [resolve(symbol), symbol.name]))
    const needed = new Set(own.keys())
    for (const symbol of own.keys()) collect(symbol, needed)
    const fresh = [...needed].filter((symbol) => own.has(symbol) || !written.has(symbol))
    for (const symbol of fresh) written.add(symbol)
    const lines = fresh.map((symbol) => {
      const texts = (symbol.declarations ?? []).map(print)
      const known = own.get(symbol)
      return { name: known ?? symbol.name, text: texts.map((text) => (known ? `export ${text}` : text)).join('\n') }
    })
    const sorted = lines.toSorted((left, right) => (left.name < right.name ? -1 : 1))
    return [`// ${name}`, ...sorted.map(({ text }) => text)].join('\n\n')
  })
  return `${sections.join('\n\n')}\n`
}

/** The names that a report exports, each with its entry in front: `@tabby/chat createChatCompletion`. */
export function listReportedNames(report) {
  let entry = ''
  const names = []
  for (const line of report.split('\n')) {
    if (line.startsWith('// ')) entry = line.slice(3)
    const name = /^export (?:abstract )?(?:interface|type|class|function|const|let|enum) ([\w$]+)/.exec(line)?.[1]
    if (name && !names.includes(`${entry} ${name}`)) names.push(`${entry} ${name}`)
  }
  return names
}
