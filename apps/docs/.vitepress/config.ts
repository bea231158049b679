import { defineConfig } from 'vitepress'
import { addContentPolicy } from './add-content-policy.js'
import { listGuides, listGuideSidebar } from './list-guides.js'
import { readSite } from './read-site.js'
import { renderForSearch } from './render-for-search.js'
import { rewriteLinks } from './rewrite-links.js'
import { writeLlms } from './write-llms.js'

/** GitHub Pages serves a project below its name; everywhere else the site is at the root of its origin. */
const base = process.env.DOCS_BASE || '/'
/** Where the site is published; only the workflow knows. */
const origin = process.env.DOCS_ORIGIN
const site = readSite()
const { repositoryUrl } = site

/** Anchors as GitHub makes them, so that a link to a heading works there and here. */
const slugify = (heading: string) =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')

const guideSidebar = [
  {
    text: 'Family',
    items: [
      { text: 'Overview', link: '/overview' },
      { text: 'Runtimes and versions', link: '/runtimes' },
      { text: 'Dependencies and licences', link: '/licences' },
    ],
  },
  ...listGuideSidebar(),
]

export default defineConfig({
  base,
  lang: 'en-US',
  title: 'TabbyAPI clients',
  description: 'Typed clients, an emulator and programs for TabbyAPI (theroyallab/tabbyAPI)',
  head: [
    ['link', { rel: 'icon', href: `${base}icon.svg`, type: 'image/svg+xml' }],
    ['meta', { name: 'color-scheme', content: 'light dark' }],
  ],
  outDir: 'dist',
  cacheDir: 'node_modules/.vitepress',
  cleanUrls: true,
  metaChunk: true,
  srcExclude: ['README.md'],
  rewrites: { 'generated/:path(.*)': ':path' },
  ...(origin ? { sitemap: { hostname: `${origin}${base}` } } : {}),
  markdown: {
    anchor: { slugify },
    languageAlias: { haproxy: 'nginx' },
    config: (markdown) => rewriteLinks(markdown, site),
  },
  // What an editor of the page has to change: the document that it was made from.
  transformPageData(page) {
    const { source } = page.frontmatter as { source?: string }
    return { filePath: source ?? `apps/docs/${page.filePath}` }
  },
  transformHtml: (html) => addContentPolicy(html),
  buildEnd: ({ outDir }) => writeLlms(outDir, `${origin ?? ''}${base.replace(/\/$/, '')}`, site, listGuides()),
  vite: {
    // The packages are read as source, as everywhere in the tests of this repository.
    resolve: { conditions: ['@tabby/source'] },
  },
  themeConfig: {
    logo: '/icon.svg',
    search: {
      provider: 'local',
      options: {
        _render: renderForSearch,
      },
    },
    nav: [
      { text: 'Guide', link: '/guides/getting-started', activeMatch: '^/(?:guides/|overview|runtimes|licences)' },
      { text: 'Packages', link: '/packages/core', activeMatch: '^/(?:packages|programs)/' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
      { text: `v${site.version}`, link: '/overview#packages', activeMatch: '^$' },
    ],
    sidebar: {
      '/guides/': guideSidebar,
      '/overview': guideSidebar,
      '/runtimes': guideSidebar,
      '/licences': guideSidebar,
      '/contributing': guideSidebar,
      '/packages/': site.packageSidebar,
      '/programs/': site.packageSidebar,
      '/api/': site.apiSidebar,
    },
    outline: [2, 3],
    notFound: {
      title: 'There is no such page',
      quote: 'The address may be mistyped, or the page has moved. The search finds it by its words.',
      linkLabel: 'Go to the home page',
      linkText: 'Home page',
    },
    ...(repositoryUrl
      ? {
          socialLinks: [{ icon: 'github' as const, link: repositoryUrl }],
          editLink: { text: 'Edit this page', pattern: `${repositoryUrl}/edit/main/:path` },
        }
      : {}),
  },
})
