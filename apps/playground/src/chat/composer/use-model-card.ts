import type { TabbyClient } from '@tabby/core'
import type { ModelCard } from '@tabby/models'
import { useEffect, useState } from 'preact/hooks'

/** The card of the loaded model; undefined while it is not known. */
export function useModelCard(client: TabbyClient, model: string | undefined): ModelCard | undefined {
  const [card, setCard] = useState<ModelCard | undefined>(undefined)
  useEffect(() => {
    const controller = new AbortController()
    setCard(undefined)
    if (model === undefined) return
    // Without a card, only the count is shown, and nothing about images.
    import('@tabby/models')
      .then(({ getModel }) => getModel(client, { signal: controller.signal }))
      .then(
        (found) => (controller.signal.aborted ? undefined : setCard(found)),
        () => undefined,
      )
    return () => controller.abort()
  }, [client, model])
  return card
}
