import * as v from 'valibot'

/** The part of the answer of `GET /v1/model` that tells how long a prompt may be. */
export const modelContextSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    parameters: v.looseObject({
      max_seq_len: v.number(),
      cache_size: v.nullish(v.number()),
      chunk_size: v.nullish(v.number()),
    }),
  }))()
