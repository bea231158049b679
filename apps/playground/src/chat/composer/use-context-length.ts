import type { TabbyClient } from '@tabby/core'
import { getModel } from '@tabby/models'
import { useEffect, useState } from 'preact/hooks'

/** The longest context of the loaded model, in tokens; undefined while it is not known. */
export function useContextLength(client: TabbyClient, model: string | undefined): number | undefined {
  const [length, setLength] = useState<number | undefined>(undefined)
  useEffect(() => {
    const controller = new AbortController()
    setLength(undefined)
    if (model === undefined) return
    getModel(client, { signal: controller.signal }).then(
      (card) => setLength(card.parameters?.max_seq_len ?? undefined),
      // Without a length the count stands alone.
      () => undefined,
    )
    return () => controller.abort()
  }, [client, model])
  return length
}
