import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { listPackages, root } from '../../../.ci/workspace.mjs'
import { toTable, writePage } from './write-page.mjs'

/** The folder of a library as Node finds it from another one. */
function findLibrary(from, name) {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name)
    if (existsSync(place)) return realpathSync(place)
  }
  throw new Error(`${name} is not installed for ${from}`)
}

/** Names and licences of what an installation of a package brings along, and of what those bring along. */
function listLibraries(folder, found = new Map()) {
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  for (const name of Object.keys(dependencies)) {
    const place = findLibrary(folder, name)
    const { license } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'))
    if (!license) throw new Error(`${name} names no licence`)
    if (found.has(name)) continue
    found.set(name, license)
    listLibraries(place, found)
  }
  return found
}

/** Writes which libraries the packages bring along, and under which licences. */
export function writeLicencesPage() {
  const rows = listPackages().map(({ manifest, short, folder }) => {
    const libraries = [...listLibraries(join(root, folder))].map(([name, licence]) => `\`${name}\` ${licence}`)
    return [`[${manifest.name}](/packages/${short})`, libraries.join(', ') || 'none']
  })
  const text = `# Dependencies and licences

All packages are under the MIT License. An installation brings these libraries along, besides other packages of the family, which
are peers; frameworks that an adapter is for are peers, too.

${toTable(['package', 'libraries'], rows)}

The programs \`@tabby/cli\` and \`@tabby/gateway\` have every library inside. Their \`dist/LICENSES.txt\` has the texts of the licences.`
  writePage(
    'licences.md',
    {
      title: 'Dependencies and licences',
      description: 'The libraries that each package brings along, and their licences.',
      editLink: false,
    },
    text,
  )
}
