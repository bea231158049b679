import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { root } from '../../../.ci/workspace.mjs'

const source = join(root, 'packages', 'health', 'src', 'advice.ts')
/** In a folder that VitePress passes over: it is a part of a page, not a page. */
const target = join(root, 'apps', 'docs', '.generated', 'advice.md')

/** What tells the errors of one code apart: a member of the error, or what TabbyAPI said about a key. */
function nameCaseKind(name) {
  if (/^\d+$/.test(name)) return 'status'
  if (name.includes(' ')) return 'message'
  return name.endsWith('Timeout') ? 'timeout' : 'reason'
}

const describeCase = (name) => (name.includes(' ') ? name : `\`${name}\``)

/** Cases with the same advice share a row. */
function listRows(cases) {
  const rows = new Map()
  for (const [name, { title, advice }] of Object.entries(cases)) {
    const row = rows.get(`${title} ${advice}`) ?? { names: [], title, advice }
    row.names.push(name)
    rows.set(`${title} ${advice}`, row)
  }
  return [...rows.values()]
}

function writeCode([code, { title, advice, cases }]) {
  const begin = `### ${code}\n\n**${title}.** ${advice}\n`
  if (!cases) return begin
  const kinds = [...new Set(Object.keys(cases).map(nameCaseKind))].map((kind) => `\`${kind}\``)
  const rows = listRows(cases).map(
    (row) => `| ${row.names.map(describeCase).join(', ')} | ${row.title} | ${row.advice} |`,
  )
  return `${begin}\n| ${kinds.join(', ')} | what happened | what to do |\n| --- | --- | --- |\n${rows.join('\n')}\n`
}

/**
 * Writes the errors of the guide "Troubleshooting", from the table that `getAdvice` of `@tabby/health` reads: what a program
 * shows and what the guide says cannot differ. The guide includes the file.
 */
export async function writeAdvice() {
  const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  })
  const { adviceByCode } = await import(`data:text/javascript,${encodeURIComponent(outputText)}`)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, Object.entries(adviceByCode).map(writeCode).join('\n'))
}
