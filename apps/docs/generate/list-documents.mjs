import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listLayer, listPackages, listServices, listWorkspaces, root } from '../../../.ci/workspace.mjs'

/** The layers of the family under the names that the site gives them. */
export function listGroups() {
  const packages = listPackages()
  const pick = (short) => packages.filter((workspace) => workspace.short === short)
  return [
    { text: 'Core', workspaces: pick('core') },
    { text: 'Services', workspaces: listServices() },
    { text: 'Clients', workspaces: listLayer('clients') },
    { text: 'Adapters', workspaces: listLayer('adapters') },
    { text: 'Tests', workspaces: pick('emulator') },
  ]
}

/** The apps that have something to read, but for this one. */
const listPrograms = () =>
  listWorkspaces('apps').filter(({ short, folder }) => short !== 'docs' && existsSync(join(root, folder, 'README.md')))

const readTitle = (source) => /^# (.+)$/m.exec(readFileSync(join(root, source), 'utf8'))?.[1] ?? source

/** The first sentence of a document below its title, for lists of pages. */
function readSummary(source) {
  const [, paragraph = ''] = /^# .+\n+((?:.+\n)+)/m.exec(readFileSync(join(root, source), 'utf8')) ?? []
  const plain = paragraph
    .replaceAll(/^> ?/gm, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\s+/g, ' ')
  return /^.*?[.:](?= |$)/.exec(plain)?.[0].replace(/:$/, '.') ?? plain.trim()
}

/**
 * Every document of the repository that is a page of the site: its file, its address, and the section it belongs to.
 * The guides are not among them, since they are written for the site.
 */
export function listDocuments() {
  const describe = (source, page, section, rest) => ({
    source,
    page,
    section,
    title: readTitle(source),
    description: readSummary(source),
    ...rest,
  })
  const inFolder = ({ folder, short, manifest }, place, section) =>
    describe(`${folder}/README.md`, `${place}/${short}`, section, {
      package: manifest.private ? undefined : manifest.name,
      version: manifest.version,
    })
  return [
    describe('README.md', 'overview', 'Overview'),
    ...listGroups().flatMap(({ text, workspaces }) => workspaces.map((each) => inFolder(each, 'packages', text))),
    ...listPrograms().map((each) => inFolder(each, 'programs', 'Programs')),
    describe('.github/CONTRIBUTING.md', 'contributing', 'Overview'),
  ]
}
