// Rehearses four releases from end to end, away from the world: a copy of the repository, a registry of its own on a
// loopback port, the commands of the release workflow, and consumers that install what was published.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator } from '../../packages/emulator/dist/index.js'
import { listen } from '../../packages/emulator/dist/node/index.js'
import { createReport } from '../report.mjs'
import { createConsumers } from './consumers.mjs'
import { listPackageManagers } from './package-managers.mjs'
import { startRegistry } from './registry.mjs'
import { rehearseBreakingCore } from './rehearse-breaking-core.mjs'
import { rehearseFirstRelease } from './rehearse-first-release.mjs'
import { rehearseMinors } from './rehearse-minors.mjs'
import { rehearsePrograms } from './rehearse-programs.mjs'
import { copyRepository } from './repository-copy.mjs'
import { release } from './releases.mjs'

const begin = performance.now()
const temporary = mkdtempSync(join(tmpdir(), 'rehearsal-'))
const report = createReport()
const say = (line) => console.log(`${((performance.now() - begin) / 1000).toFixed(0).padStart(4)} s  ${line}`)
const apiKey = 'rehearsal-api-key'
const listener = await listen(createEmulator({ keys: { api: [apiKey], admin: ['rehearsal-admin-key'] } }))
let registry

try {
  registry = await startRegistry(temporary)
  say(`an empty registry at ${registry.url}, an emulator at ${listener.url}`)
  const copy = await copyRepository(join(temporary, 'repository'), registry.environment)
  say('a copy of the repository with everything at 0.0.0')
  const managers = listPackageManagers(registry, temporary)
  const consumers = createConsumers({ managers, temporary, report, server: { url: listener.url, apiKey } })
  const rehearsal = {
    copy,
    registry,
    managers,
    consumers,
    temporary,
    server: { url: listener.url, apiKey },
    say,
    /** Releases, and counts whether exactly the wanted versions were published. */
    async publish(title, wanted, plan) {
      const published = await release(copy, registry, plan)
      consumers.expectSame(`${title} publishes what it should`, published.toSorted(), wanted.toSorted())
      say(`${title}: published ${published.join(', ')}`)
    },
  }
  await rehearseFirstRelease(rehearsal)
  await rehearsePrograms(rehearsal)
  await rehearseMinors(rehearsal)
  await rehearseBreakingCore(rehearsal)
} catch (error) {
  report.fail(`the rehearsal could not go on\n    ${error.stack}`)
} finally {
  registry?.close()
  await listener.close()
  rmSync(temporary, { recursive: true, force: true })
}
say('nothing is left of it')
report.finish()
process.exit()
