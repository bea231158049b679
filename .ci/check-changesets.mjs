// Rehearses releases on a copy of the manifests: packages version independently, which one wrong option of changesets
// would undo (without `onlyUpdatePeerDependentsWhenOutOfRange` a core minor makes every service a major).
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createReport } from './report.mjs'
import { listFiles, listPublished, listWorkspaces, root } from './workspace.mjs'

const workspaces = [...listWorkspaces('packages'), ...listWorkspaces('apps')]
const report = createReport()

function copyManifests(folder) {
  for (const file of ['package.json', 'pnpm-workspace.yaml', '.changeset/config.json']) {
    cpSync(join(root, file), join(folder, file), { recursive: true })
  }
  for (const workspace of workspaces) {
    mkdirSync(join(folder, workspace.folder), { recursive: true })
    cpSync(join(root, workspace.folder, 'package.json'), join(folder, workspace.folder, 'package.json'))
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n')
}

/** Versions a copy of the workspace with one changeset, and returns what it did to each published package. */
function rehearse(name, bump) {
  const folder = mkdtempSync(join(tmpdir(), 'rehearse-'))
  try {
    copyManifests(folder)
    writeFileSync(join(folder, '.changeset', 'rehearsal.md'), `---\n'${name}': ${bump}\n---\n\nRehearsed a release.\n`)
    const git = (...rest) =>
      execFileSync('git', ['-c', 'user.name=rehearsal', '-c', 'user.email=rehearsal@localhost', ...rest], {
        cwd: folder,
      })
    git('init', '-q', '-b', 'main')
    git('add', '-A')
    git('commit', '-qm', 'Rehearse')
    execFileSync(join(root, 'node_modules', '.bin', 'changeset'), ['version'], { cwd: folder, stdio: 'pipe' })
    const changed = {}
    for (const { folder: path, manifest } of workspaces) {
      const after = JSON.parse(readFileSync(join(folder, path, 'package.json'), 'utf8'))
      if (after.version !== manifest.version) changed[manifest.name] = `${manifest.version} -> ${after.version}`
    }
    return changed
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function next(version, bump) {
  const [major, minor, patch] = version.split('.').map(Number)
  if (bump === 'major') return `${major + 1}.0.0`
  return bump === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`
}

const versions = Object.fromEntries(workspaces.map(({ manifest }) => [manifest.name, manifest.version]))
for (const [name, bump] of [
  ['@tabby/core', 'minor'],
  ['@tabby/chat', 'minor'],
  ['@tabby/emulator', 'patch'],
]) {
  const changed = rehearse(name, bump)
  const wanted = `${versions[name]} -> ${next(versions[name], bump)}`
  report.expectNone(
    `a ${bump} of ${name} publishes ${name} alone`,
    Object.keys(changed).length === 1 && changed[name] === wanted
      ? []
      : [`wanted ${wanted}, got ${JSON.stringify(changed)}`],
  )
}

const published = new Set(listPublished().map(({ manifest }) => manifest.name))
for (const path of listFiles('.changeset', (file) => file.endsWith('.md') && !file.endsWith('/README.md'))) {
  const [, header = '', sentence = ''] =
    /^---\n([\s\S]*?)---\n([\s\S]*)$/.exec(readFileSync(join(root, path), 'utf8')) ?? []
  const names = [...header.matchAll(/^['"]?(@?[^'":]+)['"]?: *(?:patch|minor|major)$/gm)].map(([, name]) => name)
  // An empty changeset says that a change is none of the users' business.
  if (header.trim() === '' && sentence.trim() === '') continue
  report.expectNone(`${path} names published packages and says what changed`, [
    ...names.filter((name) => !published.has(name)).map((name) => `${name} is not published`),
    ...(names.length === 0 ? ['no package named'] : []),
    ...(/^[A-Z`][^\n]+\.\s*$/.test(sentence.trim())
      ? []
      : ['one sentence on one line, ending in a full stop, is wanted']),
  ])
}
report.finish()
