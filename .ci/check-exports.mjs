// The names that each package exports, kept in `.ci/exports`, so that an addition or a removal shows in a review.
// `--write` records the present state.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createApiProgram, listExports } from './public-api.mjs'
import { createReport } from './report.mjs'
import { listEntries, listWorkspaces, root } from './workspace.mjs'

const write = process.argv.includes('--write')
const report = createReport()
const packages = listWorkspaces('packages')
const program = createApiProgram(packages)
const folder = join(root, '.ci', 'exports')
mkdirSync(folder, { recursive: true })

for (const workspace of packages) {
  const lines = listEntries(workspace).flatMap(({ subpath, source }) => [
    workspace.manifest.name + subpath.slice(1),
    ...listExports(program, workspace, source).map(({ kind, name }) => `  ${kind} ${name}`),
  ])
  const path = join(folder, `${workspace.short}.txt`)
  const recorded = existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : []
  if (write) writeFileSync(path, `${lines.join('\n')}\n`)
  report.expectNone(
    `${workspace.manifest.name} exports what is recorded (node .ci/check-exports.mjs --write records a change)`,
    write
      ? []
      : [
          ...lines.filter((line) => !recorded.includes(line)).map((line) => `new: ${line.trim()}`),
          ...recorded.filter((line) => !lines.includes(line)).map((line) => `gone: ${line.trim()}`),
        ],
  )
}
report.expectNone(
  'no record is left of a package that is gone',
  readdirSync(folder).filter((name) => !packages.some(({ short }) => `${short}.txt` === name)),
)
report.finish()
