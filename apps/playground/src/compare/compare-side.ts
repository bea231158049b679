import type { ChatCompletionParams } from '@tabby/chat'
import type { TabbyClient } from '@tabby/core'
import { samplerPresets } from '@tabby/sampling'
import { presets } from '../chat/presets/presets.js'
import { readSamplerParams } from '../chat/settings/read-sampler-params.js'
import { chatSettings } from '../chat/state/chat-settings.js'
import { client } from '../connection/connection.js'
import { createPageClient } from '../connection/create-page-client.js'
import { knownServers } from '../connection/known-servers.js'
import { settings } from '../connection/settings.js'
import { compareWords } from '../words/compare-words.js'

/** What one side is asked with. */
export interface CompareSide {
  /** Address of a known server; empty for the one that the page is connected to. */
  server: string
  /** A model to load first; empty for the one that is loaded. */
  model: string
  /** `settings` for those of the chat, the name of a sampler preset, or `preset:` and the name of a preset of the user. */
  samplers: string
}

/** The samplers that a side can have, with their labels. */
export function listSamplerChoices(): { value: string; label: string }[] {
  return [
    { value: 'settings', label: compareWords.samplersOfTheChatSettings },
    { value: '', label: compareWords.serverDefaults },
    ...Object.keys(samplerPresets).map((value) => ({ value, label: `${value[0]!.toUpperCase()}${value.slice(1)}` })),
    ...presets.value.map(({ name }) => ({ value: `preset:${name}`, label: compareWords.preset(name) })),
  ]
}

/** The client of a side: the page's own, or one for a known server with the keys that were kept. */
export function findSideClient({ server }: CompareSide): TabbyClient {
  const known = knownServers.peek().find(({ baseUrl }) => baseUrl === server)
  if (!known || (settings.peek().target === 'server' && settings.peek().baseUrl === server)) return client.peek()
  const { baseUrl, apiKey, adminKey } = known
  return createPageClient({ ...settings.peek(), target: 'server', baseUrl, apiKey, adminKey })
}

/** The request of a side. */
export function readSideParams({ samplers }: CompareSide, question: string): ChatCompletionParams {
  const ask = { role: 'user', content: question }
  const preset = presets.peek().find(({ name }) => samplers === `preset:${name}`)
  if (preset) {
    const known = Object.entries(preset.params)
    const system = preset.system ? [{ role: 'system', content: preset.system }] : []
    return { messages: [...system, ask], extra: Object.fromEntries(known.filter(([name]) => !reserved.has(name))) }
  }
  if (samplers === 'settings') return { messages: [ask], ...readSamplerParams(chatSettings.peek().samplers) }
  const chosen = Object.hasOwn(samplerPresets, samplers) ? samplerPresets[samplers as keyof typeof samplerPresets] : {}
  return { messages: [ask], ...chosen }
}

/** Fields that the request sets itself. */
const reserved = new Set(['messages', 'stream', 'stream_options', 'n'])
