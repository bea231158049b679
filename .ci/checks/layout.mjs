// What no linter knows: what may lie at the top of the repository, names that say nothing, and tests that prove nothing.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createReport } from '../report.mjs'
import { listPackages, root } from '../workspace.mjs'

const topLevel = new Set(
  `.changeset .ci .github .gitignore LICENSE README.md apps package.json packages pnpm-lock.yaml
   pnpm-workspace.yaml tsconfig.base.json turbo.json`.split(/\s+/),
)
const bannedNames = new Set(['utils', 'util', 'helpers', 'helper', 'shared', 'common', 'misc'])

// Tracked files and new ones that git does not ignore: what a commit of everything would hold.
const listing = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate']
const files = execFileSync('git', listing, { cwd: root })
  .toString()
  .split('\n')
  .filter((path) => path && existsSync(join(root, path)))
const sources = files.filter((path) => /^(?:packages|apps)\/.*\.(?:ts|tsx|mts|mjs)$|^\.ci\/.*\.mjs$/.test(path))
const findLines = (pattern, paths = sources) =>
  paths.flatMap((path) =>
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  )

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
    sources.filter((path) => /\.test(?:-d)?\.ts$|\/test\/|\/fixtures\//.test(path)),
  ),
)
for (const { folder, short } of listPackages()) {
  const types = files.some((path) => path.startsWith(`${folder}/`) && path.endsWith('.test-d.ts'))
  report.expectNone(`${folder} carries its licence, its README and, for a client, type tests`, [
    ...['LICENSE', 'README.md'].filter((name) => !files.includes(`${folder}/${name}`)),
    ...(types || short === 'emulator' ? [] : ['*.test-d.ts']),
  ])
}
report.finish()
