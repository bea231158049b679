import * as v from 'valibot'
import { modelCardSchema } from './model-card-schema.js'

/** The answer of the three list endpoints. */
export const modelListSchema = /* @__PURE__ */ (() =>
  v.looseObject({ object: v.string(), data: v.array(modelCardSchema) }))()
