import type { HandlerSettings } from '../openai-handler-options.js'
import { refuseField } from './to-error-response.js'

/** The requested model, by its name on the server. A missing or empty name means whatever is loaded. */
export function toModelField({ models }: HandlerSettings, model: unknown): { model?: string } {
  if (model === undefined || model === '') return {}
  if (typeof model !== 'string') refuseField('model', 'must be a string')
  return { model: models.get(model) ?? model }
}
