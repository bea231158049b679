import { existsSync, statSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'
import type { Site } from './read-site.js'

const root = join(import.meta.dirname, '..', '..', '..')

interface Environment {
  path?: string
  /** The file itself; `path` is where the page appears to be. */
  realPath?: string
  frontmatter?: { source?: string; isApi?: boolean }
}

/** The page or the address in the repository that a relative link of a document means; undefined if there is none. */
function findTarget(source: string, href: string, { pages, repositoryUrl }: Site): string | undefined {
  const [path = '', hash] = href.split('#')
  const target = posix.join(posix.dirname(source), decodeURI(path)).replace(/\/$/, '')
  const anchor = hash === undefined ? '' : `#${hash}`
  const page = pages[target] ?? pages[posix.join(target, 'README.md')]
  if (page) return `${page}${anchor}`
  const guide = /^apps\/docs\/guides\/([\w-]+)\.md$/.exec(target)?.[1]
  if (guide) return `/guides/${guide}${anchor}`
  const file = join(root, target)
  if (!existsSync(file)) throw new Error(`${source}: there is no ${target}, which a link leads to`)
  if (!repositoryUrl) return undefined
  return `${repositoryUrl}/${statSync(file).isDirectory() ? 'tree' : 'blob'}/main/${target}${anchor}`
}

/**
 * Turns links between files of the repository into links between pages of the site, so that the same text works in both
 * places. A file without a page is linked in the repository, or becomes plain text if the repository is unknown.
 */
export function rewriteLinks(markdown: MarkdownRenderer, site: Site): void {
  markdown.core.ruler.push('repository_links', (state) => {
    const { frontmatter, ...env } = state.env as Environment
    const path = env.realPath ?? env.path
    // typedoc has linked its pages among themselves.
    if (!path || frontmatter?.isApi) return
    const source = frontmatter?.source ?? relative(root, path).replaceAll('\\', '/')
    for (const { children } of state.tokens) {
      const closing: boolean[] = []
      for (const token of children ?? []) {
        if (token.type === 'image') {
          const src = token.attrGet('src') ?? ''
          if (/^[a-z]+:|^\//i.test(src)) continue
          const file = join(root, dirname(source), src)
          token.attrSet('src', relative(dirname(path), file).replaceAll('\\', '/'))
        } else if (token.type === 'link_open') {
          const href = token.attrGet('href') ?? ''
          const isElsewhere = /^(?:[a-z]+:|\/|#)/i.test(href)
          const target = isElsewhere ? href : findTarget(source, href, site)
          closing.push(target === undefined)
          if (target !== undefined) token.attrSet('href', target)
          else Object.assign(token, { type: 'text', tag: '', content: '', nesting: 0 })
        } else if (token.type === 'link_close' && closing.pop()) {
          Object.assign(token, { type: 'text', tag: '', content: '', nesting: 0 })
        }
      }
    }
  })
}
