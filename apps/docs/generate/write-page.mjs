import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where pages are written that come from elsewhere. VitePress serves this folder as if it were the site's root. */
export const generatedFolder = fileURLToPath(new URL('../generated', import.meta.url))

/** A table in Markdown. */
export const toTable = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

/** Writes a page with its front matter; JSON is YAML. */
export function writePage(path, frontMatter, text) {
  const file = join(generatedFolder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `---\n${JSON.stringify(frontMatter)}\n---\n\n${text}\n`)
}
