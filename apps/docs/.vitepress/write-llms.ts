import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Guide } from './list-guides.js'
import type { Site } from './read-site.js'

const root = join(import.meta.dirname, '..', '..', '..')

/** Text without its front matter, and with the files that it includes. */
const readText = (path: string): string =>
  readFileSync(path, 'utf8')
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replaceAll(/<!--@include: (\S+)-->/g, (_, name: string) => readFileSync(join(path, '..', name), 'utf8'))
    .trim()

/** Writes `llms.txt`, the list of pages for programs that read the site, and `llms-full.txt`, all guides and READMEs. */
export function writeLlms(outDir: string, prefix: string, site: Site, guides: Guide[]): void {
  const [title, ...summary] = readText(join(root, 'README.md')).split('\n\n').slice(0, 2)
  const listItems = (items: { text?: string; link?: string }[] = []) =>
    items.map(({ text, link }) => `- [${text}](${prefix}${link})`)
  const lines = [
    `${title}\n`,
    `${summary.join('\n')}\n`,
    `All guides and package pages as one text: [llms-full.txt](${prefix}/llms-full.txt)\n`,
    '## Guides\n',
    `- [Overview](${prefix}/overview)`,
    ...guides.map(({ name, title: text, description }) => `- [${text}](${prefix}/guides/${name}): ${description}`),
    ...site.packageSidebar.flatMap(({ text, items }) => [`\n## ${text}\n`, ...listItems(items)]),
    '\n## API reference\n',
    ...site.apiSidebar.flatMap(({ items }) => listItems(items)),
  ]
  writeFileSync(join(outDir, 'llms.txt'), `${lines.join('\n')}\n`)
  const texts = [
    join(root, 'README.md'),
    ...guides.map(({ file }) => file),
    ...Object.keys(site.pages)
      .filter((path) => path !== 'README.md' && !path.startsWith('.'))
      .map((path) => join(root, path)),
  ].map(readText)
  writeFileSync(join(outDir, 'llms-full.txt'), `${texts.join('\n\n---\n\n')}\n`)
}
