import type { TabbyResponse, TabbyWatch } from '@tabby/core'

/** Adds a watch to a response, and keeps those that are there. */
export function addWatch(response: TabbyResponse, watch: TabbyWatch): TabbyResponse {
  return { ...response, watches: [...(response.watches ?? []), watch] }
}
