import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './workspace.mjs'

/** Packs a workspace as publishing does, into `folder`, and returns the path of the tarball. */
export function packWorkspace(workspaceFolder, folder) {
  const before = new Set(readdirSync(folder))
  execFileSync('pnpm', ['pack', '--pack-destination', folder], { cwd: join(root, workspaceFolder), stdio: 'pipe' })
  const packed = readdirSync(folder).find((name) => name.endsWith('.tgz') && !before.has(name))
  if (!packed) throw new Error(`pnpm packed nothing in ${workspaceFolder}`)
  return join(folder, packed)
}

/** The paths inside a tarball, without the `package/` in front of each. */
export function listTarball(tarball) {
  return execFileSync('tar', ['-tzf', tarball])
    .toString()
    .split('\n')
    .filter((path) => path && !path.endsWith('/'))
    .map((path) => path.replace(/^package\//, ''))
}

/** Unpacks a tarball below `folder`, and returns the folder that holds its package.json. */
export function unpackTarball(tarball, folder) {
  execFileSync('tar', ['-xzf', tarball, '-C', folder])
  return join(folder, 'package')
}
