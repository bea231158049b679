import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './workspace.mjs'

/** Packs workspaces as publishing does, into `folder`, and returns the path of each tarball by the package's name. */
export function packWorkspaces(workspaces, folder) {
  if (workspaces.length === 0) return new Map()
  mkdirSync(folder, { recursive: true })
  const filters = workspaces.map(({ manifest }) => `--filter=${manifest.name}`)
  // Many times faster than a start of pnpm for each.
  execFileSync('pnpm', [...filters, 'pack', '--pack-destination', folder], { cwd: root, stdio: 'pipe' })
  return new Map(workspaces.map(({ manifest }) => [manifest.name, join(folder, nameTarball(manifest))]))
}

const nameTarball = ({ name, version }) => `${name.replace('@', '').replace('/', '-')}-${version}.tgz`

/** The paths inside a tarball, without the `package/` in front of each. */
export function listTarball(tarball) {
  return execFileSync('tar', ['-tzf', tarball])
    .toString()
    .split('\n')
    .filter((path) => path && !path.endsWith('/'))
    .map((path) => path.replace(/^package\//, ''))
}

/** Unpacks a tarball into `folder`, and returns the folder that holds its package.json. */
export function unpackTarball(tarball, folder) {
  mkdirSync(folder, { recursive: true })
  execFileSync('tar', ['-xzf', tarball, '-C', folder])
  return join(folder, 'package')
}
