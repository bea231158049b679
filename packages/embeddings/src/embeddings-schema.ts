import * as v from 'valibot'

/**
 * The answer of `POST /v1/embeddings`. A vector may come in either form, whichever was asked for: the server answers an
 * unknown format with numbers (recording embeddings_bad_format).
 */
export const embeddingsSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    object: v.string(),
    data: v.array(
      v.looseObject({
        object: v.string(),
        embedding: v.union([v.string(), v.array(v.number())]),
        index: v.number(),
      }),
    ),
    model: v.string(),
    usage: v.looseObject({
      prompt_tokens: v.number(),
      total_tokens: v.number(),
      completion_tokens: v.nullish(v.number()),
    }),
  }))()
