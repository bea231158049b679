// What bundlers keep of the packages in an app with one call: only what that call uses, by their own lists of modules.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createReport } from '../report.mjs'
import { listBundlers } from './bundlers.mjs'
import { installPacked } from './matrix-tools.mjs'

const question = '{ messages: [] }'
const client = `import { createTabbyClient } from '@tabby/core'
const client = createTabbyClient({ baseUrl: location.origin })
`

/** Apps with one call, and the packages of which something has to be left and of which nothing may be. */
const apps = {
  'a list': {
    text: "import { listModels } from '@tabby/models'\nconsole.log(await listModels(client))\n",
    kept: ['@tabby/core', '@tabby/models', 'ky', 'valibot'],
    gone: ['eventsource-parser', '@tabby/chat'],
  },
  'a plain chat': {
    text: `import { createChatCompletion as ask } from '@tabby/chat'\nconsole.log(await ask(client, ${question}))\n`,
    kept: ['@tabby/core', '@tabby/chat', 'ky'],
    gone: ['eventsource-parser', 'valibot', '@tabby/models'],
  },
  'a streamed chat': {
    text: `import { streamChatCompletion as ask } from '@tabby/chat'\nconsole.log(await ask(client, ${question}))\n`,
    kept: ['@tabby/core', '@tabby/chat', 'ky', 'eventsource-parser'],
    gone: ['valibot', '@tabby/models'],
  },
}

const report = createReport()
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'bundlers-')))
const packageOf = (path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]

try {
  await installPacked(folder, ['core', 'chat', 'models'])
  const bundlers = listBundlers()
  for (const [index, [title, { text, kept, gone }]] of Object.entries(apps).entries()) {
    const entry = join(folder, `app-${index}.mjs`)
    writeFileSync(entry, client + text)
    for (const [name, bundle] of Object.entries(bundlers)) {
      try {
        const paths = await bundle(entry, folder)
        const found = new Set(paths.map(packageOf).filter(Boolean))
        console.log(`  ${name.padEnd(8)} ${title.padEnd(16)} ${[...found].toSorted().join(', ')}`)
        report.expectNone(
          `${name}: ${title} keeps what it uses`,
          kept.filter((each) => !found.has(each)),
        )
        // Turbopack drops whole modules only: the stream parser of the core's index stays, which is one kilobyte.
        report.expectNone(
          `${name}: ${title} keeps nothing else`,
          gone.filter((each) => found.has(each) && !(name === 'next.js' && each === 'eventsource-parser')),
        )
      } catch (error) {
        report.fail(`${name}: ${title}\n    ${error.stack}`)
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
report.finish()
process.exit()
