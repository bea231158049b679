import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packWorkspaces } from '../tarball.mjs'
import { listPackages } from '../workspace.mjs'
import { installTools } from './install-tools.mjs'
import { runCommand } from './run-command.mjs'

/** The compilers that a consumer may have: the oldest that reads our declarations, and each line since. */
export const compilers = { 5.4: '5.4.5', 5.9: '5.9.3', '6.0': '6.0.3', '7.0': '7.0.2' }

export const installCompilers = () =>
  installTools('compilers', {
    dependencies: Object.fromEntries(
      Object.entries(compilers).map(([line, version]) => [`typescript-${line}`, `npm:typescript@${version}`]),
    ),
  })

/** Packs the named packages as publishing does and installs them with npm into `folder`, as a user does. */
export async function installPacked(folder, names, manifest = {}) {
  const wanted = listPackages().filter(({ short }) => names.includes(short))
  const tarballs = packWorkspaces(wanted, join(folder, 'tarballs'))
  const ours = Object.fromEntries([...tarballs].map(([name, tarball]) => [name, `file:${tarball}`]))
  const dependencies = { ...ours, ...manifest.dependencies }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }))
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  const { code, output } = await runCommand('npm', ['install', ...quietly], { cwd: folder, env: process.env })
  if (code !== 0) throw new Error(`npm install ended with ${code}\n${output}`)
}
