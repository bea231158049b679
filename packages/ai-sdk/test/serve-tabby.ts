import { createOpenAICompatible, type OpenAICompatibleProviderSettings } from '@ai-sdk/openai-compatible'
import { createTabbyClient, type TabbyClientOptions } from '@tabby/core'
import { createDemoWorld, type Emulator, type EmulatorOptions, type World } from '@tabby/emulator'
import { serveEmulator } from '@tabby/emulator/testing'
import { onTestFinished } from 'vitest'
import { createTabby } from '../src/index.js'

// The AI SDK writes each warning to the console; the tests read them from results.
Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false })

/** An emulator behind a port, our provider before it, and the one for servers like OpenAI's. */
export async function openTabby({
  emulator: settings,
  client: options,
  compatible,
}: {
  emulator?: EmulatorOptions
  client?: TabbyClientOptions
  compatible?: Partial<OpenAICompatibleProviderSettings>
} = {}) {
  const { emulator, url } = await serveEmulator({ journal: 100, ...settings, closeWith: onTestFinished })
  const client = createTabbyClient({ baseUrl: url, ...options })
  return {
    emulator,
    client,
    url,
    tabby: createTabby(client),
    /** The framework alone, as its documentation sets it up. */
    alone: createOpenAICompatible({ name: 'alone', baseURL: `${url}/v1`, ...compatible }),
    /** Bodies that the server got, oldest first. */
    getBodies: () => emulator.journal.map(({ body }) => JSON.parse(body || 'null') as Record<string, unknown>),
  }
}

/** A demo world in which the model says what a test wants to hear. */
export function scriptWorld(conversation: NonNullable<World['conversation']>, changes: Partial<World> = {}): World {
  return { ...createDemoWorld(), conversation, ...changes }
}

/** Waits until something is true, for at most two seconds. */
export async function waitFor(isTrue: () => boolean): Promise<void> {
  for (const end = performance.now() + 2000; !isTrue() && performance.now() < end;) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** A model that would write for ten seconds. */
export const slow = { emulator: { settings: { speed: { tokensPerSecond: 50 } } } }

/** Waits until the server noticed that its client left, and returns after how many milliseconds. */
export async function waitForStop({ journal }: Pick<Emulator, 'journal'>): Promise<number> {
  const getEnd = () => journal[0]?.leftAfterMilliseconds ?? journal[0]?.endedAfterMilliseconds
  await waitFor(() => getEnd() !== undefined)
  return getEnd() ?? Infinity
}
