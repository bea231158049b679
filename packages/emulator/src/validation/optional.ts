import type { Model } from './model.js'

/** The model or null. Adds nothing to a location. */
export function optional<Output>(model: Model<Output>): Model<Output | null> {
  return {
    label: `nullable[${model.label}]`,
    isExact: (input) => input === null || model.isExact(input),
    read: (input, at, run) => (input === null ? null : model.read(input, at, run)),
  }
}
