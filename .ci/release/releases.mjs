import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listPublished, root } from '../workspace.mjs'

const names = listPublished().map(({ manifest }) => manifest.name)

/** Builds what was edited; a build does not hold the version, so that all others are published as they were built. */
async function build(copy, packages) {
  const cache = ['--cache=local:rw', `--cache-dir=${join(root, '.turbo', 'cache')}`, '--output-logs=errors-only']
  await copy.run('turbo', 'run', 'build', '--only', ...cache, ...packages.map((name) => `--filter=${name}`))
}

/**
 * Releases what the changesets say, with the commands that the release workflow uses, and returns the versions that
 * reached the registry. `edit` changes the source of the `edited` packages first; `unpublished` are versioned alone.
 */
export async function release(copy, registry, { words, edit, edited = [], unpublished = [], changesets }) {
  const before = await listRegistry(registry)
  edit?.()
  mkdirSync(join(copy.folder, '.changeset'), { recursive: true })
  for (const [index, { name, bump, sentence }] of changesets.entries()) {
    writeFileSync(
      join(copy.folder, '.changeset', `rehearsal-${index}.md`),
      `---\n'${name}': ${bump}\n---\n\n${sentence}\n`,
    )
  }
  await copy.commit(words)
  await copy.run('changeset', 'version')
  await copy.commit('Version packages')
  for (const name of unpublished) {
    copy.editManifest(name.slice('@tabby/'.length), (manifest) => (manifest.private = true))
  }
  if (edited.length > 0) await build(copy, edited)
  await copy.run('node', '.ci/release/name-repository.mjs')
  await copy.run('changeset', 'publish')
  const after = await listRegistry(registry)
  return names.flatMap((name) =>
    (after[name] ?? [])
      .filter((version) => !(before[name] ?? []).includes(version))
      .map((version) => `${name}@${version}`),
  )
}

/** The versions of each of our packages that the registry holds. */
export async function listRegistry({ url }) {
  const entries = names.map(async (name) => {
    const response = await fetch(`${url}${name.replace('/', '%2f')}`)
    if (response.status === 404) return [name, []]
    return [name, Object.keys((await response.json()).versions ?? {})]
  })
  return Object.fromEntries(await Promise.all(entries))
}
