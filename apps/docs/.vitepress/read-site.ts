import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DefaultTheme } from 'vitepress'

/** What `generate` found out about the repository. */
export interface Site {
  version: string
  /** Undefined outside a workflow: then nothing leads to a repository. */
  repositoryUrl?: string | undefined
  /** The address of the page for each document of the repository. */
  pages: Record<string, string>
  packageSidebar: DefaultTheme.SidebarItem[]
  apiSidebar: DefaultTheme.SidebarItem[]
}

/** Reads what `pnpm run generate` has written. */
export const readSite = (): Site =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'generated', 'site.json'), 'utf8')) as Site
