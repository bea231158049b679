import * as v from 'valibot'

/** The answer of `GET /v1/templates`: names, where every other list holds objects (recording template_list_admin). */
export const templateListSchema = /* @__PURE__ */ (() =>
  v.looseObject({ object: v.string(), data: v.array(v.string()) }))()
