import { isTabbyError, type TabbyClient } from '@tabby/core'
import { getEmbeddingModel, getModel, type ModelCard } from '@tabby/models'

/** The loaded main or embedding model; null when there is none, or a load is running. */
export async function readLoadedModel(
  client: TabbyClient,
  kind: 'main' | 'embedding',
  signal: AbortSignal,
): Promise<ModelCard | null> {
  try {
    return await (kind === 'main' ? getModel(client, { signal }) : getEmbeddingModel(client, { signal }))
  } catch (error) {
    if (isTabbyError(error) && error.code === 'no_model_loaded') return null
    throw error
  }
}
