import { listPublished, listServices } from '../workspace.mjs'

const inner = ['ky', 'eventsource-parser', 'valibot']

/** 1.0.0 of everything: all of it together, and each service alone, which brings nothing but what it needs. */
export async function rehearseFirstRelease({ managers, consumers, say, publish }) {
  const everything = listPublished().map(({ manifest }) => manifest.name)
  await publish(
    'the first release',
    everything.map((name) => `${name}@1.0.0`),
    {
      words: 'First release',
      changesets: everything.map((name) => ({ name, bump: 'major', sentence: 'Initial release.' })),
    },
  )

  const all = Object.fromEntries(everything.map((name) => [name, '^1.0.0']))
  const title = 'everything together'
  const folder = await consumers.install(title, 'npm', { dependencies: all })
  if (folder) {
    const results = await consumers.run(title, 'npm', folder, 'chat.mjs')
    expectChat(consumers, title, results, { core: '1.0.0', chat: '1.0.0', additions: [] })
  }
  say(`${title}: npm installs ${everything.length} packages, and a streamed chat runs`)

  const wanted = (name) => ['@tabby/core', name, ...inner].toSorted()
  const installAlone = async ({ manifest }) => {
    const alone = `${manifest.name} alone`
    const place = await consumers.install(alone, 'npm', { dependencies: { [manifest.name]: '^1.0.0' } })
    if (!place) return
    const found = managers.npm.list(place).toSorted()
    consumers.expectSame(`${alone} brings what it needs`, found, wanted(manifest.name))
  }
  await Promise.all(listServices().map(installAlone))
  say(`each service alone: npm installs exactly it, @tabby/core, ${inner.join(', ')}`)

  await Promise.all(consumers.names.map((manager) => installChatAlone(manager, managers, consumers, wanted)))
  say(`@tabby/chat alone: the same with ${consumers.names.join(', ')}, and a streamed chat runs`)
}

async function installChatAlone(manager, managers, consumers, wanted) {
  const alone = '@tabby/chat alone'
  const dependencies = {
    '@tabby/chat': '^1.0.0',
    ...(managers[manager].bringsPeers ? {} : { '@tabby/core': '^1.0.0' }),
  }
  const folder = await consumers.install(alone, manager, { dependencies })
  if (!folder) return
  const found = managers[manager].list(folder)
  if (found) consumers.expectSame(`${alone} brings what it needs (${manager})`, found.toSorted(), wanted('@tabby/chat'))
  const results = await consumers.run(alone, manager, folder, 'chat.mjs')
  expectChat(consumers, `${alone} (${manager})`, results, { core: '1.0.0', chat: '1.0.0', additions: [] })
}

/** Counts whether a consumer's chat ran on the wanted versions, with text in it and an error that the guard knows. */
export function expectChat(consumers, title, results, { core, chat, additions }) {
  const { text, ...rest } = results ?? {}
  consumers.expectSame(`${title}: a streamed chat has text`, (text ?? '').length > 5, true)
  const wanted = { core, chat, isTabbyError: 'authentication_error', additions }
  consumers.expectSame(`${title}: versions, errors and additions`, rest, wanted)
}
