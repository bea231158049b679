import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const app = fileURLToPath(new URL('..', import.meta.url))
const peers = fileURLToPath(new URL('../peers', import.meta.url))

interface Manifest {
  readonly name: string
  readonly version: string
  readonly dependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
  readonly peerDependenciesMeta?: Record<string, { readonly optional?: boolean }>
}

/** Where Node finds a package that is imported in a folder. */
function findPackage(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name)
    if (existsSync(join(place, 'package.json'))) return realpathSync(place)
    if (folder === dirname(folder)) return undefined
  }
}

/** The packages that an installation of these brings along, themselves included. */
function listInstalled(names: readonly string[], from: string): Set<string> {
  const found = new Set<string>()
  const visit = (name: string, folder: string) => {
    const place = findPackage(name, folder)
    if (place === undefined) return
    const manifest: Manifest = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'))
    const key = `${manifest.name}@${manifest.version}`
    if (found.has(key)) return
    found.add(key)
    const needed = Object.keys(manifest.peerDependencies ?? {}).filter(
      (peer) => !manifest.peerDependenciesMeta?.[peer]?.optional,
    )
    for (const each of [...Object.keys(manifest.dependencies ?? {}), ...needed]) visit(each, place)
  }
  for (const name of names) visit(name, from)
  return found
}

const installations: readonly { readonly name: string; readonly isPeer: boolean; readonly packages: string[] }[] = [
  { name: '@tabby/core + @tabby/chat', isPeer: false, packages: ['@tabby/core', '@tabby/chat'] },
  { name: 'openai', isPeer: true, packages: ['openai'] },
  { name: 'ollama', isPeer: true, packages: ['ollama'] },
  { name: '@xsai', isPeer: true, packages: ['@xsai/stream-text'] },
  { name: 'AI SDK', isPeer: true, packages: ['ai', '@ai-sdk/openai-compatible'] },
  { name: 'mistral', isPeer: true, packages: ['@mistralai/mistralai'] },
  { name: 'huggingface', isPeer: true, packages: ['@huggingface/inference'] },
]

/** How many packages an installation brings, for ours and the peers. */
export function countPackages(withPeers: boolean) {
  return installations
    .filter(({ isPeer }) => withPeers || !isPeer)
    .map(({ name, isPeer, packages }) => ({ name, count: listInstalled(packages, isPeer ? peers : app).size }))
}
