import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listReportedNames } from './api-report.mjs'
import { listFiles, root } from '../workspace.mjs'

const git = (...parts) => {
  try {
    return execFileSync('git', parts, { cwd: root, stdio: 'pipe' }).toString()
  } catch {
    return undefined
  }
}

const compareVersions = (left, right) => {
  const [first, second] = [left, right].map((version) => version.split('.').map(Number))
  return first[0] - second[0] || first[1] - second[1] || first[2] - second[2]
}

/** The tag that a release leaves: `@tabby/core@1.2.0`. */
export const hasTag = (short, version) => Boolean(git('tag', '--list', `@tabby/${short}@${version}`)?.trim())

/** What a released version promised, as recorded in its commit; undefined when that version was not released. */
export const readReport = (short, version) =>
  hasTag(short, version) ? git('show', `@tabby/${short}@${version}:packages/${short}/api.txt`) : undefined

/** The newest release of a package and what it promised; undefined before the first one. */
export function readReleased(short) {
  const tags = git('tag', '--list', `@tabby/${short}@*`) ?? ''
  const versions = tags
    .split('\n')
    .map((tag) => tag.slice(tag.lastIndexOf('@') + 1))
    .filter((version) => /^\d+\.\d+\.\d+$/.test(version))
  const version = versions.toSorted(compareVersions).at(-1)
  const report = version && readReport(short, version)
  return report ? { version, report } : undefined
}

/** The exported names of an earlier report that a later one lacks. */
export function listRemovals(before, now) {
  const names = listReportedNames(now)
  return listReportedNames(before).filter((name) => !names.includes(name))
}

/** What pending changesets say of a package: patch, minor, major. */
export function listBumps(name) {
  return listFiles('.changeset', (path) => path.endsWith('.md') && !path.endsWith('/README.md')).flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/^['"]?(@?[^'":\s]+)['"]?: *(patch|minor|major)$/gm)]
      .filter(([, each]) => each === name)
      .map(([, , bump]) => bump),
  )
}
