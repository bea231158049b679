import type { MarkdownEnv } from 'vitepress'

/** What is used of a renderer: two versions of its types meet here. */
interface Renderer {
  options: { highlight?: unknown }
  render(text: string, env: MarkdownEnv): string
}

/**
 * Renders a page for the search index without colours in its code: they would take most of the time of a build. In the
 * API reference a result is an export, not one of the headings that each of them has, such as "Parameters".
 */
export function renderForSearch(text: string, env: MarkdownEnv, markdown: Renderer): string {
  const { highlight } = markdown.options
  markdown.options.highlight = null
  try {
    const isApi = env.path.includes('/generated/api/')
    return markdown.render(isApi ? text.replaceAll(/^#{4,} .*$/gm, '') : text, env)
  } finally {
    markdown.options.highlight = highlight
  }
}
