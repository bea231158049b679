import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../workspace.mjs'

/**
 * Installs npm packages outside the workspace, unless the last run left the same ones, and returns the folder that
 * holds them. What only release checks need would make every first `npm start` slower if the lock file named it.
 */
export function installTools(name, manifest) {
  const folder = join(root, 'node_modules', '.cache', 'release-tools', name)
  const mark = join(folder, 'installed.json')
  const wanted = JSON.stringify(manifest)
  if (!existsSync(mark) || readFileSync(mark, 'utf8') !== wanted) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', ...manifest }))
    const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
    execFileSync('npm', ['install', ...quietly], { cwd: folder, stdio: 'pipe', timeout: 300_000 })
    writeFileSync(mark, wanted)
  }
  return join(folder, 'node_modules')
}
