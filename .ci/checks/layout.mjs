// What no linter knows: what may lie at the top of the repository, names that say nothing, and the shape of packages.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createReport } from '../report.mjs'
import { listPackages, root } from '../workspace.mjs'

const topLevel = new Set(
  `.changeset .ci .github .gitignore LICENSE README.md apps package.json packages pnpm-lock.yaml
   pnpm-workspace.yaml tsconfig.base.json turbo.json`.split(/\s+/),
)
const bannedNames = new Set(['utils', 'util', 'helpers', 'helper', 'shared', 'common', 'misc'])
const longestMedian = 60
const longestLine = 120

// Tracked files and new ones that git does not ignore: what a commit of everything would hold.
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'], {
  cwd: root,
})
  .toString()
  .split('\n')
  .filter(Boolean)
const isSource = (path) => /^(?:packages|apps)\/.*\.(?:ts|tsx|mts|mjs)$|^\.ci\/.*\.mjs$/.test(path)
const isTest = (path) => /\.test(?:-d)?\.ts$|\/test\/|\/fixtures\//.test(path)
// A file that was deleted and not yet committed is still in git's list.
function readLines(path) {
  try {
    return readFileSync(join(root, path), 'utf8').split('\n')
  } catch {
    return undefined
  }
}
const sources = files
  .filter(isSource)
  .map((path) => ({ path, lines: readLines(path) }))
  .filter(({ lines }) => lines !== undefined)

const report = createReport()

report.expectNone(
  'the top of the repository holds only what ARCHITECTURE names and what tools force',
  [...new Set(files.map((path) => path.split('/')[0]))].filter((name) => !topLevel.has(name)),
)
report.expectNone(
  `no file is called ${[...bannedNames].join(', ')}: name it after what it does`,
  files.filter((path) => path.split('/').some((part) => bannedNames.has(part.split('.')[0]))),
)
report.expectNone(
  `no line is longer than ${longestLine} characters`,
  sources.flatMap(({ path, lines }) =>
    lines.flatMap((line, index) => (line.length > longestLine ? [`${path}:${index + 1}: ${line.length}`] : [])),
  ),
)
const findLines = (pattern, among = sources) =>
  among.flatMap(({ path, lines }) =>
    lines.flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  )
report.expectNone(
  'no star export: an index lists its names, so that a review sees what becomes public',
  findLines(/^\s*export\s*(?:type\s*)?\*/),
)
report.expectNone(
  'a silenced lint rule says why: `oxlint-disable-next-line rule -- reason`',
  findLines(/(?:eslint|oxlint)-disable(?!.*\s--\s\S.{9})/).filter((line) => !line.startsWith('.ci/checks/layout.mjs')),
)
report.expectNone(
  'no test replaces fetch or a module: behaviour is seen over a socket',
  findLines(
    /stubGlobal\(\s*['"]fetch|spyOn\(\s*globalThis,\s*['"]fetch|vi\.(?:mock|doMock)\(|globalThis\.fetch\s*=/,
    sources.filter(({ path }) => isTest(path)),
  ),
)
report.expectNone(
  'every package that a client imports has type tests',
  listPackages()
    .filter(({ short }) => short !== 'emulator')
    .map(({ folder }) => folder)
    .filter((folder) => !files.some((path) => path.startsWith(`${folder}/`) && path.endsWith('.test-d.ts'))),
)
for (const { folder } of listPackages()) {
  const lengths = sources
    .filter(({ path }) => path.startsWith(`${folder}/src/`) && !isTest(path))
    .map(({ lines }) => lines.length - 1)
    .sort((left, right) => left - right)
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0
  report.expectNone(
    `the median source file of ${folder} has at most ${longestMedian} lines`,
    median > longestMedian ? [`${median} lines`] : [],
  )
  report.expectNone(
    `${folder} carries its licence and its README`,
    ['LICENSE', 'README.md'].filter((name) => !files.includes(`${folder}/${name}`)),
  )
}
report.finish()
