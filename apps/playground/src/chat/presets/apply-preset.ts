import { addTurn } from '../conversation/add-turn.js'
import { createId } from '../conversation/create-conversation.js'
import { readExtraParams } from '../settings/read-extra-params.js'
import { readSamplerParams } from '../settings/read-sampler-params.js'
import { samplerNames } from '../settings/sampler-names.js'
import { writeSamplerTexts } from '../settings/write-sampler-texts.js'
import { changeChatSettings, chatSettings } from '../state/chat-settings.js'
import { current, updateConversation } from '../state/conversations.js'
import { builtInTools } from '../tools/built-in-tools.js'
import { ownTools, saveOwnTool } from '../tools/own-tools.js'
import type { ChatPreset } from './chat-preset.js'

/** Uses a preset from now on, in the open conversation; an empty one begins with its greeting. */
export function applyPreset(preset: ChatPreset): void {
  const { system, params, prefix, greeting, tools } = preset
  // A tool that the user has under the same name stays as it is.
  const known = new Set([
    ...ownTools.value.map(({ name }) => name),
    ...builtInTools.map(({ tool }) => tool.function.name),
  ])
  for (const tool of tools) if (!known.has(tool.name)) saveOwnTool(tool)
  const entries = Object.entries(params)
  const samplers = Object.fromEntries(entries.filter(([name]) => samplerNames.has(name)))
  const others = Object.fromEntries(entries.filter(([name]) => !samplerNames.has(name)))
  changeChatSettings({
    samplers: writeSamplerTexts(samplers),
    extra: Object.keys(others).length ? JSON.stringify(others, null, 2) : '',
    prefix,
    tools: [...new Set([...chatSettings.value.tools, ...tools.map(({ name }) => name)])],
  })
  updateConversation(current.value.id, (conversation) => {
    const changed = { ...conversation, system }
    if (!greeting || conversation.turns.length) return changed
    const turn = { id: createId(), parent: '', role: 'assistant' as const, model: '', end: 'stop' }
    return addTurn(
      { ...changed, title: conversation.title || preset.name },
      { ...turn, parts: [{ type: 'text', text: greeting }] },
    )
  })
}

/** The present settings as a preset. */
export function readCurrentPreset(name: string, model: string): ChatPreset {
  const { samplers, extra, prefix, tools: names } = chatSettings.value
  const further = readExtraParams(extra)
  const params = { ...readSamplerParams(samplers), ...('params' in further ? further.params : {}) }
  const tools = ownTools.value.filter((tool) => names.includes(tool.name))
  return { name, system: current.value.system, params, prefix, greeting: '', model, tools }
}
