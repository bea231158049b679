import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installTools } from './install-tools.mjs'
import { runCommand } from './run-command.mjs'

/** Both lines of yarn: the classic one looks for `node_modules`, the modern one is run without any. */
export const yarnVersions = { yarn: '1.22.22', '@yarnpkg/cli-dist': '4.18.1' }

const writeManifest = (folder, manifest) =>
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'consumer', version: '1.0.0', private: true, type: 'module', ...manifest }),
  )

/** Names of the packages below `node_modules`, and below those of the packages there, each with its place. */
function listModules(folder, prefix = '') {
  const modules = join(folder, 'node_modules')
  if (!existsSync(modules)) return []
  return readdirSync(modules, { withFileTypes: true }).flatMap(({ name }) => {
    if (name.startsWith('.')) return []
    const found = name.startsWith('@') ? readdirSync(join(modules, name)).map((each) => `${name}/${each}`) : [name]
    return found.flatMap((each) => [prefix + each, ...listModules(join(modules, each), `${prefix}${each} > `)])
  })
}

/** What pnpm keeps once for each version, by name. */
const listStore = (folder) =>
  readdirSync(join(folder, 'node_modules', '.pnpm'))
    .filter((name) => name !== 'lock.yaml' && name !== 'node_modules')
    .map((name) => name.replace('+', '/').replace(/(.)@.*$/, '$1'))

/**
 * The package managers, each with how it installs a manifest into an empty folder, how node is run there, what it
 * installed, and what it says of a peer that does not fit.
 */
export function listPackageManagers({ environment }, temporary) {
  const modules = installTools('yarn', { dependencies: yarnVersions })
  const classic = join(modules, 'yarn', 'bin', 'yarn.js')
  const berry = join(modules, '@yarnpkg', 'cli-dist', 'bin', 'yarn.js')
  const run = (folder, command, ...parts) => runCommand(command, parts, { cwd: folder, env: environment })
  const plainNode = (folder, env, program) =>
    runCommand(process.execPath, [program], { cwd: folder, env: { ...environment, ...env } })
  return {
    npm: {
      // npm puts a peer where an app can import it; the others want named what an app imports.
      bringsPeers: true,
      install: (folder, manifest) => {
        writeManifest(folder, manifest)
        return run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=warn')
      },
      runNode: plainNode,
      list: listModules,
      refusesPeer: ({ code, output }) => code !== 0 && output.includes('ERESOLVE'),
    },
    pnpm: {
      bringsPeers: false,
      install: (folder, manifest, strict) => {
        writeManifest(folder, manifest)
        const places = [`--store-dir=${join(temporary, 'pnpm-store')}`, `--cache-dir=${join(temporary, 'pnpm-cache')}`]
        const parts = ['install', '--ignore-workspace', '--ignore-scripts', '--no-frozen-lockfile', ...places]
        return run(folder, 'pnpm', ...parts, `--config.strict-peer-dependencies=${strict === true}`)
      },
      runNode: plainNode,
      list: listStore,
      refusesPeer: ({ code, output }) => code !== 0 && output.includes('ERR_PNPM_PEER_DEP_ISSUES'),
    },
    'yarn classic': {
      bringsPeers: false,
      install: (folder, manifest) => {
        writeManifest(folder, manifest)
        const cache = ['--cache-folder', join(temporary, 'yarn-cache')]
        const parts = [classic, 'install', '--ignore-scripts', '--non-interactive', '--no-default-rc', ...cache]
        return run(folder, process.execPath, ...parts)
      },
      runNode: plainNode,
      list: listModules,
      refusesPeer: ({ output }) => output.includes('has incorrect peer dependency'),
    },
    'yarn modern': {
      bringsPeers: false,
      install: (folder, manifest) => {
        writeManifest(folder, manifest)
        writeFileSync(join(folder, 'yarn.lock'), '')
        const settings = {
          npmRegistryServer: environment.npm_config_registry,
          unsafeHttpWhitelist: ['127.0.0.1'],
          enableTelemetry: false,
          enableScripts: false,
          enableGlobalCache: false,
          enableImmutableInstalls: false,
          // It takes no package younger than a day by itself.
          npmMinimalAgeGate: 0,
          globalFolder: join(temporary, 'yarn-modern'),
          nodeLinker: 'pnp',
        }
        // JSON is YAML.
        writeFileSync(join(folder, '.yarnrc.yml'), JSON.stringify(settings))
        return run(folder, process.execPath, berry, 'install')
      },
      runNode: (folder, env, program) =>
        runCommand(process.execPath, [berry, 'node', program], { cwd: folder, env: { ...environment, ...env } }),
      list: () => undefined,
      refusesPeer: ({ output }) => /YN0060|doesn't satisfy/.test(output),
    },
  }
}
