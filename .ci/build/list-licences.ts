import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'esbuild'

interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly license?: string
}

/** The nearest folder above a file that has the manifest of a named package. */
function findPackage(file: string): { folder: string; manifest: Manifest } {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const path = join(folder, 'package.json')
    const manifest = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Manifest) : {}
    if (manifest.name && manifest.version) return { folder, manifest }
    if (folder === dirname(folder)) throw new Error(`${file} belongs to no package`)
  }
}

function readLicence(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e(?:\.|-mit|$)/i.test(name))
  return file ? readFileSync(join(folder, file), 'utf8').trim() : ''
}

/** Writes `LICENSES.txt` beside a bundle: name, version and licence of every library that is in it. */
export const listLicences = {
  name: 'list-licences',
  setup(build) {
    build.initialOptions.metafile = true
    build.onEnd(({ metafile }) => {
      const folder = build.initialOptions.outdir
      if (!metafile || !folder) throw new Error('licences are listed of a bundle that goes into a folder')
      const found = new Map<string, string>()
      for (const file of Object.keys(metafile.inputs)) {
        if (!file.includes('node_modules/')) continue
        const library = findPackage(join(build.initialOptions.absWorkingDir ?? process.cwd(), file))
        const { name, version, license = 'no licence named' } = library.manifest
        found.set(`${name} ${version} (${license})`, readLicence(library.folder))
      }
      const parts = [...found].sort().map(([title, text]) => `${title}\n\n${text}`.trim())
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, 'LICENSES.txt'), `${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`)
    })
  },
} satisfies Plugin
