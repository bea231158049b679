import * as v from 'valibot'

/** The answer of `POST /v1/model/embedding/load`. */
export const embeddingModelLoadSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    model_type: v.nullish(v.string()),
    module: v.number(),
    modules: v.number(),
    status: v.string(),
  }))()
