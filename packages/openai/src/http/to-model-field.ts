import type { HandlerSettings } from '../openai-handler-options.js'
import { refuseField } from './to-error-response.js'

/** The model that is meant, by its name on the server. No name, or an empty one, means whatever is loaded. */
export function toModelField({ models }: HandlerSettings, model: unknown): { model?: string } {
  if (model === undefined || model === '') return {}
  if (typeof model !== 'string') refuseField('model', 'must be a text')
  return { model: models.get(model) ?? model }
}
