import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DefaultTheme } from 'vitepress'
import { guideGroups } from './guides.js'

const folder = join(import.meta.dirname, '..', 'guides')

function readTitle(name: string): string {
  const title = /^title: *['"]?(.+?)['"]?$/m.exec(readFileSync(join(folder, `${name}.md`), 'utf8'))?.[1]
  if (!title) throw new Error(`guides/${name}.md has no title in its front matter`)
  return title
}

/** The sidebar of the guides. A guide that the list does not name fails the build. */
export function listGuideSidebar(): DefaultTheme.SidebarItem[] {
  const listed = guideGroups.flatMap(({ guides }) => guides)
  const unlisted = readdirSync(folder).filter((file) => file.endsWith('.md') && !listed.includes(file.slice(0, -3)))
  if (unlisted.length > 0) throw new Error(`.vitepress/guides.ts does not list ${unlisted.join(', ')}`)
  return guideGroups
    .map(({ text, guides }) => ({
      text,
      items: guides
        .filter((name) => existsSync(join(folder, `${name}.md`)))
        .map((name) => ({ text: readTitle(name), link: `/guides/${name}` })),
    }))
    .filter(({ items }) => items.length > 0)
}
