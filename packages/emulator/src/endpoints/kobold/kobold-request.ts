import { boolean } from '../../validation/boolean.js'
import { decimal } from '../../validation/decimal.js'
import type { OutputOf } from '../../validation/model.js'
import { optional } from '../../validation/optional.js'
import { record } from '../../validation/record.js'
import { text } from '../../validation/text.js'
import { samplerFields } from '../generation/sampler-fields.js'

/** The body of a Kobold generation: all sampler fields, and Kobold's own. */
export const koboldRequest = record('GenerateRequest', {
  ...samplerFields,
  prompt: { model: text() },
  genkey: { model: optional(text()), default: () => null },
  use_default_badwordsids: { model: optional(boolean()), default: () => false },
  dynatemp_range: { model: optional(decimal()), default: () => 0 },
})

/** A Kobold generation as it was asked for. */
export type KoboldRequest = OutputOf<typeof koboldRequest>

/** A null range breaks the server's own arithmetic (kobold_dynatemp_null). */
export function refuseNullRange({ dynatemp_range: range }: KoboldRequest): void {
  if (range === null) throw new TypeError('the temperature range is null')
}
