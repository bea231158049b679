import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasTag, listBumps, readReport } from '../checks/released-api.mjs'
import { readJson, root } from '../workspace.mjs'

/** The lowest core of each part of a service's peer range: `^1.2.0 || ^2.0.0` has two. */
export const listMinimumCores = (manifest) =>
  (manifest.peerDependencies?.['@tabby/core'] ?? '').split(' || ').map((part) => part.replace('^', ''))

/** The version that the next release gives the core. */
function nextVersion(version) {
  const bumps = listBumps('@tabby/core')
  const [major, minor, patch] = version.split('.').map(Number)
  if (bumps.includes('major')) return `${major + 1}.0.0`
  if (bumps.includes('minor')) return `${major}.${minor + 1}.0`
  return bumps.includes('patch') ? `${major}.${minor}.${patch + 1}` : version
}

/** Whether a minimum is not released yet, and so is what lies in this repository. */
export function isPresentCore(minimum) {
  const { version } = readJson('packages', 'core', 'package.json')
  return !hasTag('core', minimum) && [version, nextVersion(version)].includes(minimum)
}

/** What the core of a minimum promises: as released, or as recorded now when that version comes next. */
export function readMinimumReport(minimum) {
  const released = readReport('core', minimum)
  if (released) return released
  return isPresentCore(minimum) ? readFileSync(join(root, 'packages', 'core', 'api.txt'), 'utf8') : undefined
}
