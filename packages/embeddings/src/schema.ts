import * as v from 'valibot'

/**
 * Validates a body for `createEmbeddings` from an untrusted source: texts, not token ids, and a known format. Unknown
 * fields stay in place.
 *
 * @example
 * ```ts
 * import { embeddingsParamsSchema } from '@tabby/embeddings/schema'
 * import { safeParse } from 'valibot'
 *
 * const { success } = safeParse(embeddingsParamsSchema, { input: [1, 2] })
 * console.log(success) // false
 * ```
 */
export const embeddingsParamsSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    input: v.union([v.string(), v.array(v.string())]),
    encoding_format: v.optional(v.picklist(['base64', 'float'])),
    model: v.nullish(v.string()),
    dimensions: v.nullish(v.number()),
  }))()
