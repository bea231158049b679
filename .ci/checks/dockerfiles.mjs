// Dockerfiles, also those that a README or a guide shows, as a linter reads them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { validate } from 'dockerfile-utils'
import { createReport } from '../report.mjs'
import { listFiles, root } from '../workspace.mjs'

const report = createReport()
const read = (path) => readFileSync(join(root, path), 'utf8')
const lint = (title, text) =>
  report.expectNone(
    `a linter finds nothing in ${title}`,
    validate(text).map(({ message, range }) => `line ${range.start.line + 1}: ${message}`),
  )

const files = [...listFiles('packages'), ...listFiles('apps')]
for (const path of files.filter((each) => /(?:^|\/)Dockerfile$/.test(each))) lint(path, read(path))
for (const path of files.filter((each) => each.endsWith('.md'))) {
  for (const [, text] of read(path).matchAll(/^```dockerfile\n([\s\S]*?)^```$/gm)) lint(`a block of ${path}`, text)
}
const isShown = read('apps/gateway/README.md').includes(read('apps/gateway/Dockerfile').replace(/^#.*\n/, ''))
report.expectNone('the README of the gateway shows its Dockerfile', isShown ? [] : ['it shows another'])
report.finish()
