import type { Emulator } from '@tabby/emulator'

/** Keys of the emulator inside the page. They are valid nowhere else, so they may appear in the source. */
export const emulatorKeys = { api: 'playground-api-key', admin: 'playground-admin-key' }

/** Address that stands for the emulator inside the page; nothing is ever sent there. */
export const emulatorUrl = 'http://emulator.invalid'

let emulator: Promise<Emulator> | undefined

/** Starts the emulator on the first request, because most people with a server never need it. */
function startEmulator(): Promise<Emulator> {
  emulator ??= Promise.all([import('@tabby/emulator'), import('./demo-conversation.js')]).then(
    ([{ createDemoWorld, createEmulator }, { demoConversation }]) =>
      createEmulator({
        world: { ...createDemoWorld(), conversation: demoConversation },
        keys: { api: [emulatorKeys.api], admin: [emulatorKeys.admin] },
        // Roughly a small model on a good graphics card.
        settings: { speed: { tokensPerSecond: 60, prefillMilliseconds: 300, moduleMilliseconds: 250 } },
      }),
  )
  return emulator
}

/** A `fetch` that sends requests to the emulator inside the page. */
export async function fetchFromPageEmulator(url: string, init: RequestInit): Promise<Response> {
  return (await startEmulator()).fetch(url, init)
}
