import type { TabbyResponse, TabbyWatch } from '@tabby/core'

/** Adds a watch to a response, in addition to existing ones. */
export function addWatch(response: TabbyResponse, watch: TabbyWatch): TabbyResponse {
  return { ...response, watches: [...(response.watches ?? []), watch] }
}
