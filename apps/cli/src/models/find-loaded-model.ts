import { isTabbyError, type TabbyClient } from '@tabby/core'
import { getModel, type ModelCard } from '@tabby/models'

/** The loaded model, or `undefined` when there is none. */
export async function findLoadedModel(client: TabbyClient, signal: AbortSignal): Promise<ModelCard | undefined> {
  try {
    return await getModel(client, { signal })
  } catch (error) {
    if (isTabbyError(error) && error.code === 'no_model_loaded') return undefined
    throw error
  }
}
