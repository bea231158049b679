import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { onTestFinished } from 'vitest'
import { openTerminal } from './open-terminal.js'
import { serveWorld, type ServedWorld } from './serve-world.js'

/** What a chat asks for a message with. */
export const prompt = '\u001B[32m>\u001B[39m '

/** A home folder of the test's own. */
export async function openHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(home, { recursive: true }))
  return home
}

/** Keeps all that is remembered in a home folder. */
export const toEnvironment = (home: string): Record<string, string> => ({
  HOME: home,
  TABBY_HISTORY: 'on',
  XDG_CONFIG_HOME: home,
  XDG_DATA_HOME: home,
})

/** What was asked of the model. */
export function readBodies({ emulator }: ServedWorld) {
  return emulator.journal
    .filter(({ path }) => path === '/v1/chat/completions')
    .map(({ body }) => JSON.parse(body ?? '{}') as Record<string, unknown> & { messages: { content: string }[] })
}

/** A chat in a terminal, once it asks for a message. */
export async function openChat(
  words: readonly string[] = [],
  more: Record<string, string> = {},
  options = {},
  columns = 80,
) {
  const home = await openHome()
  const world = await serveWorld(options && { loaded: 'demo-8b-exl3', ...options })
  const environment = { ...world.asUser, ...toEnvironment(home), ...more }
  const terminal = openTerminal(['chat', ...words], environment, { columns })
  const greeting = await terminal.see(prompt)
  const enter = async (line: string, seen: string | RegExp = 'tokens per second'): Promise<string> => {
    terminal.type(`${line}\r`)
    const text = await terminal.see(seen)
    await terminal.see(prompt)
    return stripVTControlCharacters(text)
  }
  const readLast = () => readBodies(world).at(-1)
  return { terminal, environment, home, world, enter, readLast, greeting: stripVTControlCharacters(greeting) }
}
