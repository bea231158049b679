import * as v from 'valibot'

/** The part of the answer of `GET /v1/model` that names the prompt template. */
export const templateInUseSchema = /* @__PURE__ */ (() =>
  v.looseObject({ parameters: v.nullish(v.looseObject({ prompt_template: v.nullish(v.string()) })) }))()
