// Each package that takes a client names the lowest core that it works with, and uses nothing newer: every name that it imports from the
// core has to be in what that version promised. What a release promised is read from the commit that it left a tag on.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { listReportedNames } from './api-report.mjs'
import { listMinimumCores, readMinimumReport } from '../release/minimum-cores.mjs'
import { createReport } from '../report.mjs'
import { listCoreUsers, listFiles, root } from '../workspace.mjs'

const report = createReport()
const isSource = (path) => path.endsWith('.ts') && !/\.test(?:-d)?\.ts$/.test(path)

/** Names that a module takes from the core, each with the entry in front: `@tabby/core requestJson`. */
function listImports(path, text) {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2022).statements.flatMap((statement) => {
    const specifier =
      (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) && statement.moduleSpecifier
    if (!specifier || !/^@tabby\/core(?:\/|$)/.test(specifier.text)) return []
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : statement.exportClause
    const elements = bindings?.elements
    if (!elements) return [`${specifier.text} *`]
    return elements.map((element) => `${specifier.text} ${(element.propertyName ?? element.name).text}`)
  })
}

const listNewer = (imports, promised) => imports.filter((each) => !promised.includes(each))

for (const workspace of listCoreUsers()) {
  const imports = listFiles(`${workspace.folder}/src`, isSource).flatMap((path) =>
    listImports(path, readFileSync(join(root, path), 'utf8')),
  )
  report.expectNone(`${workspace.short} imports something of the core`, imports.length > 0 ? [] : ['nothing'])
  for (const minimum of listMinimumCores(workspace.manifest)) {
    const promised = readMinimumReport(minimum)
    report.expectNone(
      `the minimum of ${workspace.short}, core ${minimum}, is a version that exists or comes next`,
      promised ? [] : [`core ${minimum} was never released`],
    )
    report.expectNone(
      `${workspace.short} uses nothing newer than its minimum, core ${minimum}; raise its peer range with the change`,
      promised ? [...new Set(listNewer(imports, listReportedNames(promised)))] : [],
    )
  }
}

const sample =
  "import { requestJson as ask, type Newest } from '@tabby/core'\nexport { extra } from '@tabby/core/fetch'\n"
const seen = listNewer(listImports('sample.ts', sample), ['@tabby/core requestJson']).join()
report.expectNone(
  'what is newer than the minimum is noticed',
  seen === '@tabby/core Newest,@tabby/core/fetch extra' ? [] : [`saw ${seen}`],
)
report.finish()
