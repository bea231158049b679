import { computed, effect, signal } from '@preact/signals'
import type { SamplerIssue } from '@tabby/sampling'
import { chatWords } from '../../words/chat-words.js'
import { readExtraParams } from '../settings/read-extra-params.js'
import { readJsonSchema } from '../settings/read-json-schema.js'
import { readSamplerParams } from '../settings/read-sampler-params.js'
import { chatSettings } from './chat-settings.js'

/** What is wrong with the samplers and the further parameters. */
export const samplerIssues = signal<readonly SamplerIssue[]>([])

let asked = 0

effect(() => {
  const { samplers, extra } = chatSettings.value
  const further = readExtraParams(extra)
  const params = { ...readSamplerParams(samplers), ...('params' in further ? further.params : {}) }
  const order = ++asked
  if (Object.keys(params).length === 0) {
    samplerIssues.value = []
    return
  }
  // Fetched for those who set any.
  void import('@tabby/sampling').then(({ checkSamplerParams }) => {
    if (order === asked) samplerIssues.value = checkSamplerParams(params)
  })
})

/** Why a message cannot be sent with these settings; undefined if it can. */
export const settingsObstacle = computed(() => {
  const { extra, schema, usesSchema } = chatSettings.value
  const wrong = samplerIssues.value.find(({ severity }) => severity === 'error')
  if (wrong) return chatWords.inTheSettingsIsNot(wrong.field)
  if ('issue' in readExtraParams(extra)) return chatWords.theFurtherParametersInThe
  return usesSchema && 'issue' in readJsonSchema(schema) ? chatWords.theJsonSchemaInThe : undefined
})
