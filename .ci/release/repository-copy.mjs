import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { listPackages, listWorkspaces, root } from '../workspace.mjs'
import { runCommand } from './run-command.mjs'

/**
 * Copies what git would commit of the repository, with its builds, into `folder`, as a repository of its own. Every
 * package stands at 0.0.0 there, as before the first release, and the only changesets are those that the rehearsal
 * writes: it stays the same whatever was released since.
 */
export async function copyRepository(folder, environment) {
  const listed = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate']
  const listing = await runCommand('git', listed, { cwd: root })
  for (const path of listing.printed.split('\n').filter((each) => each && existsSync(join(root, each)))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    cpSync(join(root, path), join(folder, path))
  }
  for (const workspace of [...listWorkspaces('packages'), ...listWorkspaces('apps')]) {
    const built = join(workspace.folder, 'dist')
    if (existsSync(join(root, built))) cpSync(join(root, built), join(folder, built), { recursive: true })
  }
  await installModules(folder)
  const run = async (command, ...parts) => {
    const path = `${join(folder, 'node_modules', '.bin')}:${environment.PATH}`
    const { code, output } = await runCommand(command, parts, { cwd: folder, env: { ...environment, PATH: path } })
    if (code !== 0) throw new Error(`${command} ${parts.join(' ')} ended with ${code}\n${output.slice(-4000)}`)
    return output
  }
  const git = (...parts) => run('git', '-c', 'user.name=rehearsal', '-c', 'user.email=rehearsal@localhost', ...parts)
  const copy = {
    folder,
    run,
    async commit(words) {
      await git('add', '-A')
      await git('commit', '-q', '-m', words)
    },
    readManifest: (name) => JSON.parse(readFileSync(manifestPath(folder, name), 'utf8')),
    editManifest: (name, edit) => {
      const manifest = copy.readManifest(name)
      edit(manifest)
      writeFileSync(manifestPath(folder, name), `${JSON.stringify(manifest, null, 2)}\n`)
    },
    append: (path, text) => writeFileSync(join(folder, path), text, { flag: 'a' }),
  }
  for (const { short } of listPackages()) {
    copy.editManifest(short, (manifest) => {
      manifest.version = '0.0.0'
      if (manifest.peerDependencies?.['@tabby/core']) manifest.peerDependencies['@tabby/core'] = '^0.0.0'
    })
    rmSync(join(folder, 'packages', short, 'CHANGELOG.md'), { force: true })
  }
  const pending = listing.printed.split('\n').filter((path) => /^\.changeset\/(?!README).*\.md$/.test(path))
  for (const path of pending) rmSync(join(folder, path), { force: true })
  writeFileSync(join(folder, '.gitignore'), '/node_modules\n', { flag: 'a' })
  await git('init', '-q', '-b', 'main')
  await copy.commit('Begin at 0.0.0')
  return copy
}

/**
 * Installs what the lock file names from the store of this machine. The copy has modules of its own: with a link to
 * those of the repository pnpm would take them for out of date once versions change, and lay them out anew.
 */
async function installModules(folder) {
  const settings = join(folder, 'pnpm-workspace.yaml')
  const text = readFileSync(settings, 'utf8')
  writeFileSync(settings, text.replace(/^verifyDepsBeforeRun: .*$/m, 'verifyDepsBeforeRun: false'))
  const parts = ['install', '--frozen-lockfile', '--prefer-offline', '--ignore-scripts', '--reporter=append-only']
  const { code, output } = await runCommand('pnpm', parts, { cwd: folder, env: { ...process.env, CI: '1' } })
  if (code !== 0) throw new Error(`pnpm install ended with ${code}\n${output.slice(-4000)}`)
}

const manifestPath = (folder, name) => join(folder, 'packages', name, 'package.json')
