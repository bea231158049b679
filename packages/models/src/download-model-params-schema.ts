import * as v from 'valibot'

/**
 * Checks what `downloadModel` takes, for programs that accept it from strangers. A null that the server would refuse is
 * refused here too; unknown fields pass through.
 *
 * @example
 * ```ts
 * import { downloadModelParamsSchema } from '@tabby/models/schema'
 * import { parse } from 'valibot'
 *
 * const params = parse(downloadModelParamsSchema, JSON.parse('{ "repo_id": "demo/some-model", "include": ["*"] }'))
 * console.log(params.repo_id)
 * ```
 */
export const downloadModelParamsSchema = /* @__PURE__ */ (() => {
  const text = v.nullish(v.string())
  const integer = v.nullish(v.pipe(v.number(), v.integer()))
  const patterns = v.optional(v.array(v.string()))
  return v.looseObject({
    repo_id: v.string(),
    repo_type: v.optional(v.string()),
    folder_name: text,
    revision: text,
    token: text,
    include: patterns,
    exclude: patterns,
    chunk_limit: integer,
    timeout: integer,
  })
})()
