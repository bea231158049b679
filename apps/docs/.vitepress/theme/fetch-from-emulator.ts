import { createDemoWorld, createEmulator } from '@tabby/emulator'
import { liveConversation } from './live-conversation.js'

const emulator = createEmulator({
  world: { ...createDemoWorld(), conversation: liveConversation },
  // Valid nowhere else, so it may be public.
  keys: { api: ['key-of-this-page'], admin: [] },
  settings: { speed: { tokensPerSecond: 60, prefillMilliseconds: 200 } },
})

/** A `fetch` that sends requests to the emulator in this page; nothing leaves the page. */
export const fetchFromEmulator = (url: string, init: RequestInit): Promise<Response> => emulator.fetch(url, init)
