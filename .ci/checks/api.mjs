// What each package promises, kept in its `api.txt`: every exported declaration as a consumer's compiler reads it. A
// change of a name or a type shows in a review, and a removal needs a major. `pnpm api --write` records a change.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createDeclarationProgram, listReportedNames, writeApiReport } from './api-report.mjs'
import { listBumps, listRemovals, readReleased } from './released-api.mjs'
import { createReport } from '../report.mjs'
import { listPackages, root } from '../workspace.mjs'

const write = process.argv.includes('--write')
const report = createReport()
const packages = listPackages()
const program = createDeclarationProgram(packages)

/** The first lines that differ, enough to see what changed. */
function compare(recorded, present) {
  const [before, after] = [recorded.split('\n'), present.split('\n')]
  const gone = before.filter((line) => !after.includes(line)).map((line) => `- ${line.trim()}`)
  const added = after.filter((line) => !before.includes(line)).map((line) => `+ ${line.trim()}`)
  if (recorded === present) return []
  return [...gone.slice(0, 10), ...added.slice(0, 10), ...(gone.length + added.length === 0 ? ['another order'] : [])]
}

function readRecorded(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

for (const workspace of packages) {
  const { name, version } = workspace.manifest
  const path = join(root, workspace.folder, 'api.txt')
  const present = writeApiReport(program, workspace)
  if (write) writeFileSync(path, present)
  report.expectNone(
    `${name} promises what is recorded (\`pnpm api --write\` accepts a change; then read the diff)`,
    compare(readRecorded(path), present),
  )
  const released = readReleased(workspace.short)
  const removals = released ? listRemovals(released.report, present) : []
  const isMajor =
    listBumps(name).includes('major') ||
    (released && Number(version.split('.')[0]) > Number(released.version.split('.')[0]))
  report.expectNone(
    `${name} takes nothing away that was released, unless a changeset says major`,
    isMajor ? [] : removals.map((each) => `gone since ${released.version}: ${each}`),
  )
}
report.expectNone(
  'a removal is noticed',
  listRemovals(
    '// a\n\nexport function kept(): void;\n\nexport type Gone = 1;\n',
    '// a\n\nexport function kept(): 1;\n',
  ).length === 1
    ? []
    : ['the check does not see what it is there for'],
)
const counted = packages.map(({ folder }) => listReportedNames(readRecorded(join(root, folder, 'api.txt'))).length)
report.expectNone(
  'every package exports something',
  packages.filter((_, index) => counted[index] === 0).map(({ short }) => short),
)
report.finish()
