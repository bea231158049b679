import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const folder = dirname(fileURLToPath(import.meta.url))

/** What lies in `public/` and belongs to the page. */
const further = ['manifest.webmanifest', 'icon.svg']

/** Writes the service worker of the page that is built: it names each of its files, and a version made from them all. */
export function offlinePage(): Plugin {
  return {
    name: 'offline-page',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const files = ['index.html', ...Object.keys(bundle).filter((file) => !file.startsWith('.vite/')), ...further]
      const unique = [...new Set(files)].sort()
      // Names of files hold hashes of their content; the page itself has none.
      const hash = createHash('sha256').update(unique.join())
      for (const file of Object.values(bundle)) {
        if (file.type === 'asset' && file.fileName === 'index.html') hash.update(file.source)
      }
      const version = hash.digest('hex').slice(0, 12)
      const worker = readFileSync(join(folder, 'service-worker.js'), 'utf8')
      const head = `const version = '${version}'\nconst files = ${JSON.stringify(unique)}\n`
      this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: head + worker })
    },
  }
}
