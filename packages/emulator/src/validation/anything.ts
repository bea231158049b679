import { plainValue } from '../json/plain-value.js'
import type { Model } from './model.js'

/** Any value at all. */
export function anything(): Model<unknown> {
  return { label: 'any', isExact: () => true, read: (input) => plainValue(input) }
}
