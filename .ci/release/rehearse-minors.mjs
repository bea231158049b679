import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expectChat } from './rehearse-first-release.mjs'

const addition = (name) =>
  `\n/** Exists in this rehearsal alone. */\nexport function ${name}(): string {\n  return '${name}'\n}\n`

/** A minor of the core and one of chat: each is published alone, and either goes with the other's older version. */
export async function rehearseMinors({ copy, registry, consumers, say, publish }) {
  await publish('a minor of the core', ['@tabby/core@1.1.0'], {
    words: 'Add to the core',
    edited: ['@tabby/core'],
    edit: () => copy.append('packages/core/src/index.ts', addition('readRehearsalOfCore')),
    changesets: [{ name: '@tabby/core', bump: 'minor', sentence: 'Added `readRehearsalOfCore`.' }],
  })
  await tryPair('new core and old chat', { core: '1.1.0', chat: '1.0.0', additions: ['readRehearsalOfCore'] })

  const answer = await fetch(`${registry.url}@tabby%2fcore`)
  const { repository } = (await answer.json()).versions['1.1.0']
  const named = { type: 'git', url: 'git+https://github.com/rehearsal/repository.git', directory: 'packages/core' }
  consumers.expectSame('a release names its repository, or npm refuses its provenance', repository, named)

  await publish('a minor of chat', ['@tabby/chat@1.1.0'], {
    words: 'Add to chat',
    edited: ['@tabby/chat'],
    edit: () => copy.append('packages/chat/src/index.ts', addition('readRehearsalOfChat')),
    changesets: [{ name: '@tabby/chat', bump: 'minor', sentence: 'Added `readRehearsalOfChat`.' }],
  })
  await tryPair('old core and new chat', { core: '1.0.0', chat: '1.1.0', additions: ['readRehearsalOfChat'] })

  async function tryPair(title, wanted) {
    const dependencies = { '@tabby/core': wanted.core, '@tabby/chat': wanted.chat }
    await Promise.all(
      consumers.names.map(async (manager) => {
        const folder = await consumers.install(title, manager, { dependencies })
        if (!folder) return
        if (manager === 'npm') {
          const released = wanted.core === '1.1.0' ? 'core' : 'chat'
          const inside = existsSync(join(folder, 'node_modules', '@tabby', released, 'CHANGELOG.md'))
          consumers.expectSame(`${title}: the CHANGELOG of ${released} comes with it`, inside, true)
        }
        const results = await consumers.run(title, manager, folder, 'chat.mjs')
        expectChat(consumers, `${title} (${manager})`, results, wanted)
      }),
    )
    const pair = `core ${wanted.core} with chat ${wanted.chat}`
    say(`${title}: ${pair} installed by ${consumers.names.join(', ')}, and a streamed chat runs`)
  }
}
