import { list } from '../../validation/list.js'
import type { OutputOf } from '../../validation/model.js'
import { record } from '../../validation/record.js'
import { text } from '../../validation/text.js'
import { union } from '../../validation/union.js'
import { requestFields } from './request-fields.js'

/** The body of `POST /v1/completions`. */
export const completionModel = record('CompletionRequest', {
  ...requestFields,
  prompt: { model: union(text(), list(text())) },
})

/** A body that was read. */
export type CompletionRequest = OutputOf<typeof completionModel>
