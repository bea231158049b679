// Writes into each published manifest which repository it comes from, as the workflow names it: npm takes provenance
// only when the two agree, and a fork must not claim to be where it was forked from. Does nothing outside a workflow.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listPublished, root } from '../workspace.mjs'

const { GITHUB_REPOSITORY: repository, GITHUB_SERVER_URL: server = 'https://github.com' } = process.env

for (const { folder } of repository ? listPublished() : []) {
  const path = join(root, folder, 'package.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  manifest.repository = { type: 'git', url: `git+${server}/${repository}.git`, directory: folder }
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`)
}
