import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listCoreUsers, root } from '../workspace.mjs'
import { runCommand } from './run-command.mjs'

/** The service that is made to work with both majors in the change that breaks the core. */
const tolerant = '@tabby/auth'

/**
 * A core that takes something away: each package that names the old major gets a major, and one whose range was
 * widened in the same change does not. Wrong pairs are refused, and two majors live side by side in one app.
 */
export async function rehearseBreakingCore({ copy, registry, managers, consumers, say, publish }) {
  const users = listCoreUsers().map(({ manifest }) => manifest.name)
  const broken = users.filter((name) => name !== tolerant)
  await publish('a breaking core', ['@tabby/core@2.0.0', `${tolerant}@1.1.0`, '@tabby/chat@2.0.0'], {
    words: 'Break the core',
    edited: ['@tabby/core'],
    edit: () => {
      const index = join(copy.folder, 'packages/core/src/index.ts')
      const text = readFileSync(index, 'utf8')
      writeFileSync(index, text.slice(0, text.indexOf('\n/** Exists in this rehearsal alone. */')))
      copy.editManifest('auth', (manifest) => (manifest.peerDependencies['@tabby/core'] = '^1.0.0 || ^2.0.0'))
    },
    changesets: [
      { name: '@tabby/core', bump: 'major', sentence: 'Removed `readRehearsalOfCore`.' },
      { name: tolerant, bump: 'minor', sentence: 'Allowed the next major of the core.' },
    ],
    // All of them were published once; of these, nobody below installs the second version.
    unpublished: broken.filter((name) => name !== '@tabby/chat'),
  })
  consumers.expectSame(
    'a package that names the old core gets a major, with the new core as its minimum',
    broken.filter((name) => {
      const { version, peerDependencies } = copy.readManifest(name.slice('@tabby/'.length))
      return version !== '2.0.0' || peerDependencies['@tabby/core'] !== '^2.0.0'
    }),
    [],
  )

  await refuseWrongPairs()
  await publishLibrary()
  await Promise.all(consumers.names.map(installSideBySide))
  say(`two majors of core in one app, with ${consumers.names.join(', ')}: streams and guards work across them`)

  async function refuseWrongPairs() {
    for (const [title, dependencies] of [
      ['new core, old chat', { '@tabby/core': '^2.0.0', '@tabby/chat': '^1.0.0' }],
      ['old core, new chat', { '@tabby/core': '^1.0.0', '@tabby/chat': '^2.0.0' }],
    ]) {
      for (const manager of consumers.names) {
        const folder = join(copy.folder, '..', `wrong-${manager}-${title}`.replaceAll(/\W+/g, '-'))
        mkdirSync(folder)
        const outcome = await managers[manager].install(folder, { dependencies }, true)
        const refused = managers[manager].refusesPeer(outcome)
        consumers.expectSame(
          `${title}: ${manager} says that they do not fit`,
          refused || outcome.output.slice(-600),
          true,
        )
      }
    }
    for (const core of ['^1.0.0', '^2.0.0']) {
      const title = `${tolerant} 1.1.0 with core ${core}`
      await consumers.install(title, 'npm', { dependencies: { '@tabby/core': core, [tolerant]: '1.1.0' } })
    }
    say('wrong pairs: npm and pnpm (strict) refuse core 2 with chat 1 and core 1 with chat 2, both yarns warn')
  }

  /** A package of somebody else, which depends on the old major and brings it along. */
  async function publishLibrary() {
    const folder = join(copy.folder, '..', 'library')
    mkdirSync(folder)
    cpSync(join(root, '.ci', 'release', 'programs', 'library.mjs'), join(folder, 'index.mjs'))
    const dependencies = { '@tabby/core': '^1.0.0', '@tabby/chat': '^1.0.0' }
    const manifest = { name: '@rehearsal/library', version: '1.0.0', exports: './index.mjs', dependencies }
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
    const parts = ['publish', '--access', 'public']
    const { code, output } = await runCommand('npm', parts, { cwd: folder, env: registry.environment })
    if (code !== 0) throw new Error(`the library was not published\n${output}`)
  }

  async function installSideBySide(manager) {
    const title = 'two majors side by side'
    const dependencies = { '@tabby/core': '^2.0.0', '@tabby/chat': '^2.0.0', '@rehearsal/library': '^1.0.0' }
    const folder = await consumers.install(title, manager, { dependencies })
    if (!folder) return
    const results = await consumers.run(title, manager, folder, 'side-by-side.mjs')
    const { texts, ...rest } = results ?? {}
    const silent = Object.entries(texts ?? { none: '' }).filter(([, text]) => text.length <= 5)
    consumers.expectSame(`${title} (${manager}): each pair of chat and client streams`, silent, [])
    consumers.expectSame(`${title} (${manager}): two copies, and guards that know both`, rest, {
      core: '2.0.0',
      olderCore: '1.1.0',
      copies: 2,
      instanceOf: false,
      guardOfTheNew: 'authentication_error',
      guardOfTheOld: 'authentication_error',
    })
  }
}
