// What a workflow may do with the repository's rights and the registry's token. The workflows are read line by line, in
// the one layout that they have: what is written otherwise counts as a fault, never as permitted.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createReport } from '../report.mjs'
import { root } from '../workspace.mjs'

const folder = '.github/workflows'
const report = createReport()

/** The lines below a key at this depth, such as the steps of a job; `undefined` when there is no such key. */
function readBlock(lines, key, depth) {
  const indent = ' '.repeat(depth)
  const start = lines.findIndex((line) => line === `${indent}${key}:` || line.startsWith(`${indent}${key}: `))
  if (start === -1) return undefined
  const rest = lines.slice(start + 1)
  const end = rest.findIndex((line) => line.trim() !== '' && !line.startsWith(`${indent} `))
  return [lines[start], ...rest.slice(0, end === -1 ? rest.length : end)]
}

/** Whether these permissions allow no more than reading. Anything but a plain list, such as `write-all`, does not. */
const isReadOnly = ([head, ...entries]) =>
  /^ *permissions:(?: \{\})?$/.test(head) && entries.every((entry) => /^ *(?:#.*|[a-z-]+: (?:read|none))?$/.test(entry))

function findJobProblems(name, job) {
  const permissions = readBlock(job, 'permissions', 4)
  const canWrite = permissions !== undefined && !isReadOnly(permissions)
  const text = job.join('\n')
  const runsChecks = /\.ci\/run\b|\b(?:npm|pnpm)(?: run)? (?:test|check)\b/.test(text)
  const knowsSecret = /\bsecrets[.[]|\bsecrets: inherit/.test(text)
  const needsCheck = /^ {4}needs: .*\bcheck\b/m.test(text)
  const problems = []
  if (runsChecks && canWrite) problems.push(`${name} runs checks and may write: publish from another job`)
  if (runsChecks && knowsSecret) problems.push(`${name} runs checks and knows a secret: publish from another job`)
  if ((canWrite || knowsSecret) && !needsCheck)
    problems.push(`${name} may write or knows a secret, without needs: check`)
  return problems
}

function findProblems(text) {
  const lines = text.split('\n').map((line) => line.trimEnd())
  const problems = []
  for (const [index, line] of lines.entries()) {
    const [, used] = /^[ -]*["']?uses["']? *: *(.*)$/.exec(line) ?? []
    if (used === undefined || used.startsWith('./')) continue
    if (!/^[\w.-]+\/[\w./-]+@[\da-f]{40} # v\d+(?:\.\d+)*$/.test(used)) {
      problems.push(`${used} is not pinned: write owner/name@<40 digits of the commit> # v1.2.3`)
    }
    const step = lines.slice(index + 1, index + 8)
    const end = step.findIndex((each) => /^ *- /.test(each))
    const isKept = /persist-credentials: false/.test(step.slice(0, end === -1 ? step.length : end).join('\n'))
    if (used.startsWith('actions/checkout@') && !isKept) problems.push('a checkout lacks persist-credentials: false')
  }
  const permissions = readBlock(lines, 'permissions', 0)
  if (!permissions || !isReadOnly(permissions)) problems.push('the workflow itself must have read permissions at most')
  // Both run the code of a pull request with the rights of main.
  if (/\b(?:pull_request_target|workflow_run)\b/.test(text)) problems.push('a trigger gives pull requests its rights')
  // A cache that a pull request has filled would be restored in a release.
  if (/actions\/cache|^ *(?:package-manager-)?cache: /m.test(text)) problems.push('a cache is restored')
  if (/: *\{ *[^ }$]/.test(text.replaceAll('${{', ''))) problems.push('a mapping in braces is not read here: use lines')
  const jobs = readBlock(lines, 'jobs', 0) ?? []
  for (const [, name] of jobs.map((line) => /^ {2}([\w-]+):$/.exec(line)).filter(Boolean)) {
    problems.push(...findJobProblems(name, readBlock(jobs, name, 2)))
  }
  return problems
}

const workflows = readdirSync(join(root, folder)).map((name) => ({
  name,
  text: readFileSync(join(root, folder, name), 'utf8'),
}))
for (const { name, text } of workflows) report.expectNone(`${folder}/${name}`, findProblems(text))

// A check that finds nothing proves nothing: each fault is put into the release workflow and has to be found.
const release = workflows.find(({ name }) => name === 'release.yml').text
const faults = {
  'a tag for a commit': [/@[\da-f]{40} # v4/, '@v4'],
  'a short commit': [/@([\da-f]{12})[\da-f]{28}/, '@$1'],
  'a commit without its version': [/ # v[\d.]+/, ''],
  'kept credentials': ['persist-credentials: false', 'persist-credentials: true'],
  'checks that may write': ['contents: read', 'contents: write'],
  'checks that may do anything': [/permissions:\n {6}contents: read/, 'permissions: write-all'],
  'checks that may get a token of npm': ['contents: read', 'contents: read\n      id-token: write'],
  'checks that know a secret': [
    '- run: bash .ci/run',
    '- run: bash .ci/run\n        env:\n          T: ${{ secrets.NPM_TOKEN }}',
  ],
  'checks beside the publishing': ['- run: pnpm run build', '- run: pnpm test'],
  'publishing without checks': ['needs: [check, version]', 'needs: version'],
  'rights of all jobs': ['permissions: {}', 'permissions: write-all'],
  'no word about rights': ['permissions: {}\n', ''],
  'a trigger with rights': ['  push:', '  pull_request_target:'],
  'a cache': ['node-version: 20', 'node-version: 20\n          cache: pnpm'],
  'rights in braces': [/permissions:\n {6}contents: read/, 'permissions: { contents: write }'],
}
report.expectNone(
  'these faults are not found when they are put into release.yml',
  Object.entries(faults)
    .filter(([, [sound, faulty]]) => {
      const text = release.replace(sound, faulty)
      return text === release || findProblems(text).length === 0
    })
    .map(([title]) => title),
)
report.finish()
