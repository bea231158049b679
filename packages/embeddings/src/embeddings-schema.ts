import * as v from 'valibot'

/**
 * The response of `POST /v1/embeddings`. A vector may come in either form, whichever was asked for: the server answers
 * an unknown format with numbers (recording embeddings_bad_format). What only a gateway leaves out may be missing.
 */
export const embeddingsSchema = /* @__PURE__ */ (() => {
  const count = v.pipe(v.number(), v.integer(), v.minValue(0))
  return v.looseObject({
    object: v.nullish(v.string(), 'list'),
    data: v.array(
      v.looseObject({
        object: v.nullish(v.string(), 'embedding'),
        embedding: v.union([v.string(), v.array(v.number())]),
        index: v.nullish(count),
      }),
    ),
    model: v.string(),
    usage: v.nullish(
      v.looseObject({
        prompt_tokens: v.number(),
        total_tokens: v.number(),
        completion_tokens: v.nullish(v.number()),
      }),
    ),
  })
})()
