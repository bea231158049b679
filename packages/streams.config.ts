import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'esbuild'

const exported = /^export \{([^}]+)\} from '(.+)\.js'/gm
const imported = /^import (?!type )(.+?) from '(.+?)(?:\.js)?'/gms

/** Whether a module reads event streams, by what it and its own imports import. */
function readsStreams(path: string): boolean {
  return [...readFileSync(path, 'utf8').matchAll(imported)].some(([, names, from]) =>
    from!.startsWith('.')
      ? readsStreams(join(dirname(path), `${from}.ts`))
      : from === 'eventsource-parser' || /\brequestStream\b/.test(names!),
  )
}

/** Those re-exports of an index that read no event streams, as the text of a module; empty when that is all of them. */
function listOthers(folder: string): string {
  const lines = [...readFileSync(join(folder, 'index.ts'), 'utf8').matchAll(exported)].map(([, list, from]) => {
    const names = list!.split(',').filter((name) => !/^\s*(?:type |$)/.test(name))
    return { isOther: !readsStreams(join(folder, `${from}.ts`)), line: `export {${names.join()}} from '${from}.js'` }
  })
  const others = lines.filter(({ isOther }) => isOther)
  return others.length < lines.length ? others.map(({ line }) => line).join('\n') : ''
}

/**
 * Leaves nothing in the index but what reads event streams: all else is in a module beside it.
 *
 * Turbopack, which Next.js builds with, drops whole modules and no parts of them: with one module for everything a page
 * that asks for a list ships the parser of event streams. esbuild makes a module of what two entries share, so all
 * else is an entry for as long as the build takes. It is two modules and no more, because each takes 0.7 ms to import.
 */
export const keepStreamsApart: Plugin = {
  name: 'keep-streams-apart',
  setup(build) {
    const folder = join(build.initialOptions.absWorkingDir ?? process.cwd(), 'src')
    const contents = listOthers(folder)
    if (!contents) return
    const entries = build.initialOptions.entryPoints as (string | { in: string; out: string })[]
    entries.push({ in: 'the:others', out: 'others' })
    build.onResolve({ filter: /^the:others$/ }, ({ path }) => ({ path, namespace: 'others' }))
    build.onLoad({ filter: /./, namespace: 'others' }, () => ({ contents, resolveDir: folder }))
    build.onEnd((result) => {
      // Nobody imports the entry itself.
      const isNeeded = ({ path }: { path: string }) => !/[\\/]others\.js(?:\.map)?$/.test(path)
      result.outputFiles?.splice(0, Infinity, ...result.outputFiles.filter(isNeeded))
    })
  },
}
