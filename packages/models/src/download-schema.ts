import * as v from 'valibot'

/** The answer of `POST /v1/download`. */
export const downloadSchema = /* @__PURE__ */ (() => v.looseObject({ download_path: v.string() }))()
