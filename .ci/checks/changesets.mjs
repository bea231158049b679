// Each pending changeset names published packages and says in one sentence what changed. What `changeset version` makes
// of them is rehearsed in .ci/release.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createReport } from '../report.mjs'
import { listFiles, listPublished, root } from '../workspace.mjs'

const report = createReport()
const published = new Set(listPublished().map(({ manifest }) => manifest.name))
for (const path of listFiles('.changeset', (file) => file.endsWith('.md') && !file.endsWith('/README.md'))) {
  const [, header = '', sentence = ''] =
    /^---\n([\s\S]*?)---\n([\s\S]*)$/.exec(readFileSync(join(root, path), 'utf8')) ?? []
  const names = [...header.matchAll(/^['"]?(@?[^'":]+)['"]?: *(?:patch|minor|major)$/gm)].map(([, name]) => name)
  // An empty changeset says that a change is none of the users' business.
  if (header.trim() === '' && sentence.trim() === '') continue
  report.expectNone(`${path} names published packages and says what changed`, [
    ...names.filter((name) => !published.has(name)).map((name) => `${name} is not published`),
    ...(names.length === 0 ? ['no package named'] : []),
    ...(/^[A-Z`][^\n]+\.\s*$/.test(sentence.trim())
      ? []
      : ['one sentence on one line, ending in a full stop, is wanted']),
  ])
}
report.finish()
