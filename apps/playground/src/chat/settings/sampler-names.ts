import { samplerGroups } from './further-samplers.js'
import { samplerFields } from './sampler-fields.js'

/** The parameters that have a field in the settings. */
export const samplerNames: ReadonlySet<string> = new Set([
  ...samplerFields.map(({ name }) => name),
  ...samplerGroups.flatMap(({ fields }) => fields.map(({ name }) => name)),
])
