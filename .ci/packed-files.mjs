import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './workspace.mjs'

/**
 * Compares the files of a tarball with the list in `.ci/packed`, so that one which comes or goes shows in a review;
 * with `write` it records them instead. The first release brings the CHANGELOG, which is on no list.
 */
export function comparePackedFiles(short, paths, write) {
  // esbuild puts a hash into the names of shared chunks.
  const present = paths
    .filter((path) => path !== 'CHANGELOG.md')
    .map((path) => path.replace(/-(?=\w*[A-Z\d])\w{8}(?=\.(?:d\.ts|js))/, '-HASH'))
    .toSorted()
  const list = join(root, '.ci', 'packed', `${short}.txt`)
  const text = `${present.join('\n')}\n`
  if (write) {
    mkdirSync(dirname(list), { recursive: true })
    writeFileSync(list, text)
  }
  const recorded = existsSync(list) ? readFileSync(list, 'utf8') : ''
  if (text === recorded) return []
  const before = recorded.trim().split('\n')
  return [
    ...before.filter((path) => !present.includes(path)).map((path) => `- ${path}`),
    ...present.filter((path) => !before.includes(path)).map((path) => `+ ${path}`),
    `${before.length} files were recorded, ${present.length} are there`,
  ]
}
