import * as v from 'valibot'

/** The answer of `GET /.well-known/serviceinfo`. */
export const serviceInfoSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    version: v.number(),
    software: v.looseObject({
      name: v.string(),
      repository: v.nullish(v.string()),
      homepage: v.nullish(v.string()),
    }),
    api: v.record(
      v.string(),
      v.looseObject({
        name: v.string(),
        relative_url: v.string(),
        documentation: v.nullish(v.string()),
        version: v.nullish(v.number()),
      }),
    ),
  }))()
