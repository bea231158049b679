import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Reads a JSON file below the repository root. */
export function readJson(...path) {
  return JSON.parse(readFileSync(join(root, ...path), 'utf8'))
}

/** Every workspace package below `packages` or `apps`: its folder relative to the root, and its manifest. */
export function listWorkspaces(parent) {
  if (!existsSync(join(root, parent))) return []
  return readdirSync(join(root, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, parent, entry.name, 'package.json')))
    .map((entry) => ({
      folder: `${parent}/${entry.name}`,
      short: entry.name,
      manifest: readJson(parent, entry.name, 'package.json'),
    }))
}

/** Workspaces that are published: those which are not private. */
export function listPublished() {
  return [...listWorkspaces('packages'), ...listWorkspaces('apps')].filter(({ manifest }) => !manifest.private)
}

/** The packages that users install: everything below `packages` but the kit, which is inlined and never published. */
export function listPackages() {
  return listWorkspaces('packages').filter(({ manifest }) => !manifest.private)
}

/** The layers above the services: what wraps or makes a client, and what shows the family as another library. */
const upperLayers = {
  clients: ['resilience', 'pool', 'telemetry', 'oauth'],
  adapters: ['openai', 'ai-sdk', 'langchain', 'mcp', 'bulk'],
}

/** The packages of an upper layer that exist. */
export function listLayer(layer) {
  return listPackages().filter(({ short }) => upperLayers[layer].includes(short))
}

/** The packages whose declarations pass a library check: adapters show types of frameworks, which do not pass one. */
export function listLibraryChecked() {
  return listPackages().filter(({ short }) => !upperLayers.adapters.includes(short))
}

/** The packages that cover endpoints: every published one but the core, the emulator and the layers above. */
export function listServices() {
  const others = ['core', 'emulator', ...Object.values(upperLayers).flat()]
  return listPackages().filter(({ short }) => !others.includes(short))
}

/** The packages that take a client of the core: services, clients and adapters. */
export function listCoreUsers() {
  return [...listServices(), ...listLayer('clients'), ...listLayer('adapters')]
}

/** Files below a folder of the repository, as paths relative to the root; `node_modules` and build output left out. */
export function listFiles(folder, matches = () => true) {
  const absolute = join(root, folder)
  if (!existsSync(absolute)) return []
  return readdirSync(absolute, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) {
      const generated = ['node_modules', 'dist', '.turbo', 'coverage', '.generated'].includes(entry.name)
      return generated ? [] : listFiles(path, matches)
    }
    return matches(path) ? [path] : []
  })
}

/** The source of each entry that users can import. One that `publishConfig` leaves out is for our own tests. */
export function listEntries({ manifest }) {
  const published = manifest.publishConfig?.exports ?? manifest.exports ?? {}
  return Object.entries(manifest.exports ?? {})
    .filter(([subpath, target]) => subpath in published && typeof target === 'object' && target['@tabby/source'])
    .map(([subpath, target]) => ({ subpath, source: target['@tabby/source'].replace(/^\.\//, '') }))
}
