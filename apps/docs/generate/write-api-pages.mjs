import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Application, TSConfigReader } from 'typedoc'
import { listEntries, root } from '../../../.ci/workspace.mjs'
import { generatedFolder, writePage } from './write-page.mjs'

const folder = join(generatedFolder, 'api')

/** The entries of a package, each with the address of its page below `api`. */
const listPages = ({ short, folder: place, manifest }) =>
  listEntries({ manifest }).map(({ subpath, source }) => ({
    name: `${manifest.name}${subpath.slice(1)}`,
    // No page has the name of a folder: servers of static files disagree on what such an address means.
    page: `${short}${subpath.slice(1).replaceAll('/', '-')}`,
    source: join(root, place, source),
  }))

/** What typedoc calls the module of a file: `packages/chat/src` and `packages/chat/src/schema`. */
const toModuleName = (source) =>
  relative(root, source)
    .replaceAll('\\', '/')
    .replace(/(?:\/index)?\.ts$/, '')

/** Takes the number off a link to a name that has one heading: typedoc counts exports that it writes elsewhere. */
function repairAnchors(text) {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading.toLowerCase())
  return text.replaceAll(/\(#(\w+)-\d+\)/g, (link, name) =>
    headings.filter((heading) => heading === name).length === 1 ? `(#${name})` : link,
  )
}

/**
 * Writes one page for each entry that users can import, from the doc blocks of what it exports. All entries are read by
 * one compiler: one for each package takes ten times as long. Returns the pages of each package.
 */
export async function writeApiPages(workspaces, { repositoryUrl, revision }) {
  const pages = workspaces.map((workspace) => ({ workspace, pages: listPages(workspace) }))
  const all = pages.flatMap((each) => each.pages)
  const app = await Application.bootstrapWithPlugins(
    {
      entryPoints: all.map(({ source }) => source),
      plugin: [fileURLToPath(import.meta.resolve('typedoc-plugin-markdown'))],
      tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)),
      // The stage `typecheck` has done so.
      skipErrorChecking: true,
      logLevel: 'Error',
      readme: 'none',
      basePath: root,
      disableGit: true,
      ...(repositoryUrl
        ? { gitRevision: revision, sourceLinkTemplate: `${repositoryUrl}/blob/{gitRevision}/{path}#L{line}` }
        : { disableSources: true }),
      outputs: [{ name: 'markdown', path: folder }],
      router: 'module',
      cleanOutputDir: true,
      entryFileName: 'index',
      hidePageHeader: true,
      hideBreadcrumbs: true,
      hidePageTitle: true,
      useCodeBlocks: true,
      expandParameters: true,
      parametersFormat: 'table',
      interfacePropertiesFormat: 'table',
      classPropertiesFormat: 'table',
      typeAliasPropertiesFormat: 'table',
      typeDeclarationFormat: 'table',
      enumMembersFormat: 'table',
      tableColumnSettings: { hideSources: true, hideInherited: true, hideOverrides: true, hideModifiers: true },
      groupOrder: ['Functions', 'Variables', 'Classes', 'Interfaces', 'Type Aliases'],
      kindSortOrder: ['Function', 'Variable', 'Class', 'Interface', 'TypeAlias'],
      excludeExternals: true,
      excludePrivate: true,
      excludeInternal: true,
    },
    [new TSConfigReader()],
  )
  const project = await app.convert()
  if (!project) throw new Error('typedoc could not read the packages')
  for (const module of project.children) {
    const entry = all.find(({ source }) => toModuleName(source) === module.name)
    if (!entry) throw new Error(`typedoc calls a module ${module.name}`)
    module.name = entry.page
  }
  await app.generateOutputs(project)
  if (app.logger.hasErrors()) throw new Error('typedoc reported errors')

  const written = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.md') && name !== 'index.md')
  for (const { page, name, source } of all) {
    const file = written.find((each) => each.replaceAll('\\', '/') === `${page}.md`)
    if (!file) throw new Error(`there is no page for ${name}: typedoc wrote ${written.join(', ')}`)
    const text = repairAnchors(readFileSync(join(folder, file), 'utf8'))
    const description = `Every export of ${name}: functions, types and errors, with their parameters and examples.`
    writePage(
      `api/${page}.md`,
      { title: `${name} API`, description, outline: [2, 3], source: relative(root, source), isApi: true },
      `# ${name}\n\n${text}`,
    )
  }
  return pages
}
