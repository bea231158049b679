import { defineConfig } from 'vitepress'
import { listGuideSidebar } from './list-guide-sidebar.js'

/** GitHub Pages serves a project below its name; everywhere else the site is at the root of its origin. */
const base = process.env.DOCS_BASE || '/'

export default defineConfig({
  base,
  lang: 'en-US',
  title: 'TabbyAPI for TypeScript',
  description: 'Typed clients, an emulator and programs for TabbyAPI (theroyallab/tabbyAPI)',
  outDir: 'dist',
  cacheDir: 'node_modules/.vitepress',
  cleanUrls: true,
  srcExclude: ['README.md'],
  rewrites: { 'generated/:path(.*)': ':path' },
  themeConfig: {
    search: { provider: 'local' },
    sidebar: { '/guides/': listGuideSidebar() },
  },
})
