// What a browser fetches before somebody can write the first message: the page, its entry, the chat, and whatever those
// import, scripts and styles alike, each file compressed as a web server does. The emulator is fetched when there is no
// server, and other views when they are opened; they are printed and have no budget.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { createReport } from '../../.ci/report.mjs'

const budget = 90
const folder = join(dirname(fileURLToPath(import.meta.url)), 'dist')
const manifest = JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8'))
const measure = (file) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length / 1000
const sum = (files) => [...files].reduce((total, file) => total + measure(file), 0)

/** The files of a chunk and of all that it imports. */
function collect(name, files = new Set()) {
  const chunk = manifest[name]
  if (!chunk) throw new Error(`${name} is not in the manifest of the build`)
  if (files.has(chunk.file)) return files
  files.add(chunk.file)
  for (const style of chunk.css ?? []) files.add(style)
  for (const imported of chunk.imports ?? []) collect(imported, files)
  return files
}

const firstLoad = new Set(['index.html', ...collect('index.html'), ...collect('src/chat/chat-view.tsx')])
const size = sum(firstLoad)
console.log(`  first load of the playground: ${size.toFixed(1)} kB of ${budget} kB, gzip, ${firstLoad.size} files`)
for (const [name, { file, isDynamicEntry }] of Object.entries(manifest)) {
  if (!isDynamicEntry || firstLoad.has(file)) continue
  const more = sum([...collect(name)].filter((each) => !firstLoad.has(each)))
  console.log(`  later: ${name.replace(/^(?:\.\.\/)+/, '')} ${more.toFixed(1)} kB`)
}
const report = createReport()
report.expectNone(
  `the first load of the playground is at most ${budget} kB`,
  size > budget ? [`${size.toFixed(1)} kB`] : [],
)
report.finish()
