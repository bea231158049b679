import { isTabbyError, requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import type { ModelCard } from './model-card.js'
import { modelCardSchema } from './model-card-schema.js'

/**
 * Reads the card of the loaded model, or nothing when none is loaded. That answer is a 503, which `getModel` with a
 * core before 1.1 would ask for again, and wait, before it believes it.
 */
export async function readLoadedCard(
  client: TabbyClient,
  options: TabbyRequestOptions,
): Promise<ModelCard | undefined> {
  try {
    return await requestJson<ModelCard>(client, {
      ...options,
      path: '/v1/model',
      access: 'api',
      operation: 'probe',
      schema: modelCardSchema,
    })
  } catch (error) {
    if (isTabbyError(error) && error.code === 'no_model_loaded') return undefined
    throw error
  }
}
