import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installTools } from './install-tools.mjs'
import { runCommand } from './run-command.mjs'

/** The last verdaccio that runs on Node 20; one of its dependencies asks for a tag where a version will do. */
const tools = { dependencies: { verdaccio: '6.8.0' }, overrides: { 'node-fetch': '2.7.0' } }

/**
 * Starts an empty npm registry on a free loopback port. What is ours is published to it and read from it alone; any
 * other package comes through it from the registry that npm is configured with, and cannot be published to it.
 */
export async function startRegistry(folder) {
  const modules = installTools('registry', tools)
  const upstream = (await runCommand('npm', ['config', 'get', 'registry'], { env: process.env })).printed.trim()
  const place = join(folder, 'registry')
  mkdirSync(place)
  const publish = '$authenticated'
  const config = {
    configPath: join(place, 'config.yaml'),
    storage: join(place, 'storage'),
    web: { enable: false },
    auth: { htpasswd: { file: join(place, 'htpasswd') } },
    uplinks: { upstream: { url: upstream, cache: true } },
    packages: {
      '@tabby/*': { access: '$all', publish },
      '@rehearsal/*': { access: '$all', publish },
      '**': { access: '$all', proxy: 'upstream' },
    },
    log: { type: 'file', path: join(place, 'log'), level: 'warn' },
  }
  const path = createRequire(join(modules, 'any.js')).resolve('verdaccio')
  const { runServer } = (await import(pathToFileURL(path).href)).default
  const server = await runServer(config)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${server.address().port}/`
  const settings = await writeSettings(folder, url)
  return {
    url,
    environment: createEnvironment(folder, url, settings),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Registers a user, because npm publishes with a token only, and writes settings that name this registry alone. */
async function writeSettings(folder, url) {
  const user = { name: 'rehearsal', password: 'rehearsal', email: 'rehearsal@localhost', type: 'user', roles: [] }
  const response = await fetch(`${url}-/user/org.couchdb.user:rehearsal`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(user),
  })
  const { token } = await response.json()
  if (!token) throw new Error(`the registry answered ${response.status} to a new user`)
  const path = join(folder, 'npmrc')
  writeFileSync(path, `registry=${url}\n//${new URL(url).host}/:_authToken=${token}\n`)
  return path
}

/** An environment in which no package manager finds another registry, another login or a cache of a former run. */
function createEnvironment(folder, url, settings) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_|yarn_|pnpm_|turbo_|node_auth|node_options|init_cwd)/i.test(name),
  )
  return {
    ...Object.fromEntries(kept),
    NO_COLOR: '1',
    CI: '1',
    // As the release workflow has it: the manifests are to name it, or npm refuses their provenance.
    GITHUB_REPOSITORY: 'rehearsal/repository',
    npm_config_userconfig: settings,
    npm_config_globalconfig: join(folder, 'no-npmrc'),
    npm_config_registry: url,
    npm_config_cache: join(folder, 'npm-cache'),
    npm_config_update_notifier: 'false',
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
  }
}
