import { join } from 'node:path'
import ts from 'typescript'
import { listEntries, root } from '../workspace.mjs'

/** One compiler program over the source entries of the packages, with the options that they are built with. */
export function createApiProgram(packages) {
  const { config, error } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile)
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'))
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
  const files = packages.flatMap((workspace) =>
    listEntries(workspace).map(({ source }) => join(root, workspace.folder, source)),
  )
  return ts.createProgram(files, options)
}

/** The names that one source entry exports, each with its symbol behind all re-exports. */
export function listExports(program, workspace, source) {
  const checker = program.getTypeChecker()
  const file = program.getSourceFile(join(root, workspace.folder, source))
  const module = file && checker.getSymbolAtLocation(file)
  if (!module) return []
  return checker
    .getExportsOfModule(module)
    .map((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
      return { name: exported.name, symbol, kind: describeKind(checker, symbol) }
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1))
}

function describeKind(checker, symbol) {
  const { flags } = symbol
  if (flags & ts.SymbolFlags.Class) return 'class'
  if (flags & ts.SymbolFlags.Function) return 'function'
  if (flags & ts.SymbolFlags.Interface) return 'interface'
  if (flags & ts.SymbolFlags.TypeAlias) return 'type'
  const [declaration] = symbol.declarations ?? []
  const callable = declaration && checker.getTypeOfSymbolAtLocation(symbol, declaration).getCallSignatures().length > 0
  return callable ? 'function' : 'const'
}
