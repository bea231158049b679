import { isDictionary } from './is-dictionary.js'

/** A copy without null members, at any depth (override_list_after_dict: `{"override": null}` is listed as `{}`). */
export function withoutNulls(value: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(kept.map(([key, member]) => [key, isDictionary(member) ? withoutNulls(member) : member]))
}
