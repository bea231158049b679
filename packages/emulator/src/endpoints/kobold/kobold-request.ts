import { boolean } from '../../validation/boolean.js'
import { decimal } from '../../validation/decimal.js'
import { integer } from '../../validation/integer.js'
import type { OutputOf } from '../../validation/model.js'
import { optional } from '../../validation/optional.js'
import { record } from '../../validation/record.js'
import { text } from '../../validation/text.js'

const nothing = (): null => null

/** What of a Kobold generation request matters to a server on which Kobold generation always fails. */
export const koboldRequest = record('GenerateRequest', {
  max_tokens: {
    model: optional(integer({ ge: 0 })),
    default: nothing,
    aliases: ['max_tokens', 'max_completion_tokens', 'max_length'],
  },
  temperature: { model: optional(decimal({ ge: 0, le: 10 })), default: nothing },
  top_k: { model: optional(integer({ ge: -1 })), default: nothing },
  top_p: { model: optional(decimal({ ge: 0, le: 1 })), default: nothing },
  prompt: { model: text() },
  genkey: { model: optional(text()), default: nothing },
  use_default_badwordsids: { model: optional(boolean()), default: () => false },
  dynatemp_range: { model: optional(decimal()), default: () => 0 },
})

/** A Kobold generation as it was asked for. */
export type KoboldRequest = OutputOf<typeof koboldRequest>

/** A null range breaks the server's own arithmetic (kobold_dynatemp_null). */
export function refuseNullRange({ dynatemp_range: range }: KoboldRequest): void {
  if (range === null) throw new TypeError('the temperature range is null')
}
