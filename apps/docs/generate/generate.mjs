// Writes the pages that come from elsewhere: READMEs, doc blocks, and what the release checks run on. Nothing of it is
// kept in git, so that nothing has to be kept in step.
import { rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readJson, root } from '../../../.ci/workspace.mjs'
import { listDocuments, listGroups } from './list-documents.mjs'
import { writeAdvice } from './write-advice.mjs'
import { writeApiPages } from './write-api-pages.mjs'
import { writeLandingPage } from './write-landing-page.mjs'
import { writeLicencesPage } from './write-licences-page.mjs'
import { writeRuntimesPage } from './write-runtimes-page.mjs'
import { generatedFolder, writePage } from './write-page.mjs'

// A workflow knows which repository it runs in. Elsewhere the site has no links to one: a fork must not lead to another.
const { GITHUB_REPOSITORY: repository, GITHUB_SERVER_URL: server = 'https://github.com', GITHUB_SHA } = process.env
const repositoryUrl = repository ? `${server}/${repository}` : undefined

rmSync(generatedFolder, { recursive: true, force: true })

const documents = listDocuments()
for (const { source, page, title, description, package: name, version } of documents) {
  const place = join(generatedFolder, `${page}.md`)
  const text = `<!--@include: ${relative(join(place, '..'), join(root, source))}-->`
  writePage(`${page}.md`, { title: title.replaceAll('`', ''), description, source, package: name, version }, text)
}
writeLandingPage()
writeRuntimesPage()
writeLicencesPage()
await writeAdvice()

const groups = listGroups()
const api = await writeApiPages(
  groups.flatMap(({ workspaces }) => workspaces),
  { repositoryUrl, revision: GITHUB_SHA ?? 'main' },
)
const listApiItems = ({ workspaces }) =>
  workspaces.flatMap(({ short }) =>
    api
      .find(({ workspace }) => workspace.short === short)
      .pages.map(({ name, page }) => ({ text: name, link: `/api/${page}` })),
  )
writePage(
  'api/index.md',
  {
    title: 'API reference',
    description: 'Every export of every package, from its doc block.',
    outline: false,
    isApi: true,
  },
  [
    '# API reference',
    'Every export of every entry point, from its doc block. What a package is for, and how its parts fit together, is on',
    'its own page under [Packages](/packages/core).',
    ...groups.map(
      (group) =>
        `\n## ${group.text}\n\n${listApiItems(group)
          .map(({ text, link }) => `- [${text}](${link})`)
          .join('\n')}`,
    ),
  ].join('\n'),
)

const toItem = ({ page, title }) => ({ text: title.replaceAll('`', ''), link: `/${page}` })
const packageSidebar = [...groups.map(({ text }) => text), 'Programs'].map((text) => ({
  text,
  items: documents.filter(({ section }) => section === text).map(toItem),
}))
writeFileSync(
  join(generatedFolder, 'site.json'),
  JSON.stringify({
    version: readJson('packages', 'core', 'package.json').version,
    repositoryUrl,
    pages: Object.fromEntries(documents.map(({ source, page }) => [source, `/${page}`])),
    packageSidebar,
    apiSidebar: groups.map((group) => ({ text: group.text, items: listApiItems(group) })),
  }),
)
console.log(
  `wrote the pages of ${documents.length} documents to ${relative(root, fileURLToPath(new URL('../generated', import.meta.url)))}`,
)
