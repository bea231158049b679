import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DefaultTheme } from 'vitepress'
import { guideGroups } from './guides.js'

const folder = join(import.meta.dirname, '..', 'guides')

/** One guide: its file, and what its front matter says. */
export interface Guide {
  name: string
  file: string
  title: string
  description: string
}

function readGuide(name: string): Guide {
  const file = join(folder, `${name}.md`)
  const text = readFileSync(file, 'utf8')
  const [title, description] = ['title', 'description'].map((key) => {
    const value = new RegExp(`^${key}: *(['"]?)(.+?)\\1 *$`, 'm').exec(text)?.[2]
    if (!value) throw new Error(`guides/${name}.md has no ${key} in its front matter`)
    return value
  }) as [string, string]
  return { name, file, title, description }
}

/** The guides in their order. One that `guides.ts` does not list fails the build, and so does one that is not there. */
export function listGuides(): Guide[] {
  const listed = guideGroups.flatMap(({ guides }) => guides)
  const unlisted = readdirSync(folder).filter((file) => file.endsWith('.md') && !listed.includes(file.slice(0, -3)))
  if (unlisted.length > 0) throw new Error(`.vitepress/guides.ts does not list ${unlisted.join(', ')}`)
  return listed.map(readGuide)
}

/** The sidebar of the guides. */
export const listGuideSidebar = (): DefaultTheme.SidebarItem[] =>
  guideGroups.map(({ text, guides }) => ({
    text,
    items: guides.map((name) => ({ text: readGuide(name).title, link: `/guides/${name}` })),
  }))
